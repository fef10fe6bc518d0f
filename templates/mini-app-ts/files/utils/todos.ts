const KEY = 'todos';

export interface Todo {
  readonly id: number;
  title: string;
  done: boolean;
}

export enum Filter {
  All = 'all',
  Open = 'open',
  Done = 'done',
}

const examples: readonly Todo[] = [
  { id: 1, title: '把这个项目跑起来', done: true },
  { id: 2, title: '用 npm run types 检查类型', done: false },
];

export class TodoList {
  constructor(private items: readonly Todo[] = examples) {}

  static load(): TodoList {
    const { data } = my.getStorageSync({ key: KEY });
    return new TodoList((data as Todo[] | null) ?? examples);
  }

  get all(): readonly Todo[] {
    return this.items;
  }

  get done(): number {
    return this.items.filter((todo) => todo.done).length;
  }

  matching(filter: Filter): Todo[] {
    return this.items.filter((todo) => filter === Filter.All || todo.done === (filter === Filter.Done));
  }

  add(title: string): void {
    this.save([...this.items, { id: Date.now(), title, done: false }]);
  }

  toggle(id: number): void {
    this.save(this.items.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));
  }

  remove(id: number): void {
    this.save(this.items.filter((todo) => todo.id !== id));
  }

  private save(items: readonly Todo[]): void {
    this.items = items;
    my.setStorageSync({ key: KEY, data: items });
  }
}
