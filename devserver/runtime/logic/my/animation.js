// my.createAnimation(): records steps; export() hands them to an element's `animation` property, where the view plays
// them.

const METHODS =
  'opacity backgroundColor width height top left bottom right rotate rotateX rotateY rotateZ rotate3d scale scaleX scaleY scaleZ scale3d ' +
  'translate translateX translateY translateZ translate3d skew skewX skewY matrix matrix3d';

export function createAnimation(options) {
  const defaults = Object.assign(
    { duration: 400, timeFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0' },
    options,
  );
  let steps = [];
  let current = [];
  const animation = {
    step(config) {
      steps.push({ config: Object.assign({}, defaults, config), animation: current });
      current = [];
      return animation;
    },
    export() {
      const exported = steps;
      steps = [];
      return exported;
    },
  };
  for (const method of METHODS.split(' ')) {
    animation[method] = (...args) => {
      current.push([method, args]);
      return animation;
    };
  }
  return animation;
}
