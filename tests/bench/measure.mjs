// What a command costs: wall time, CPU and peak memory as the kernel counts them for exactly that child.
import { execFileSync } from 'node:child_process';

export const median = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];

// python's resource module is the one place where user + system time and peak memory of exactly one child can be had.
const script = `import resource,subprocess,sys,time
a=resource.getrusage(resource.RUSAGE_CHILDREN)
b=time.perf_counter();r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.PIPE);w=time.perf_counter()-b
u=resource.getrusage(resource.RUSAGE_CHILDREN);print(r.returncode,w*1000,(u.ru_utime+u.ru_stime-a.ru_utime-a.ru_stime)*1000,u.ru_maxrss/1024);print(r.stderr.decode()[:300])`;

export class Failed extends Error {}

export function once(command, environment = {}) {
  const answer = execFileSync('python3', ['-c', script, ...command], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', ...environment } });
  const [numbers, ...rest] = answer.split('\n');
  const [status, wall, cpu, memory] = numbers.split(' ').map(Number);
  if (status !== 0) throw new Failed(`${command.slice(0, 3).join(' ')} ended with ${status}: ${rest.join(' ').trim()}`);
  return { wall, cpu, memory };
}

const medians = (runs) => ({ wall: median(runs.map((run) => run.wall)), cpu: median(runs.map((run) => run.cpu)), memory: Math.max(...runs.map((run) => run.memory)) });

export function run(command, { times = 7, prepare = () => {} } = {}) {
  const runs = [];
  for (let i = 0; i < times; i++) {
    prepare(i);
    runs.push(once(command));
  }
  return medians(runs);
}

// Runs all of them in turns, so that a busy minute of the machine is everybody's. `contestants`: name → () => { wall, cpu, memory }.
// One that cannot do it has `failed` instead of figures.
export function interleaved(contestants, times) {
  const runs = new Map(Object.keys(contestants).map((name) => [name, []]));
  const failed = new Map();
  for (let i = 0; i < times; i++) {
    for (const [name, contestant] of Object.entries(contestants)) {
      if (failed.has(name)) continue;
      try {
        runs.get(name).push(contestant());
      } catch (error) {
        failed.set(name, error.message.split('\n')[0]);
      }
    }
  }
  return Object.fromEntries([...runs].map(([name, list]) => [name, failed.has(name) ? { failed: failed.get(name) } : medians(list)]));
}
