import type { Todo } from '@/utils/todos';

Component({
  props: {
    todo: { id: 0, title: '', done: false } as Todo,
    onToggle: (_todo: Todo): void => {},
    onRemove: (_todo: Todo): void => {},
  },
  methods: {
    toggle() {
      this.props.onToggle(this.props.todo);
    },
    remove() {
      this.props.onRemove(this.props.todo);
    },
  },
});
