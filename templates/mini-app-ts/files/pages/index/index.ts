import { Filter, type Todo, TodoList } from '@/utils/todos';

interface InputEvent {
  detail: { value: string };
}

let list = new TodoList();

Page({
  data: {
    draft: '',
    filter: Filter.All as Filter,
    filters: [
      { id: Filter.All, title: '全部' },
      { id: Filter.Open, title: '未完成' },
      { id: Filter.Done, title: '已完成' },
    ],
    todos: [] as Todo[],
    done: 0,
    total: 0,
  },

  onShow() {
    list = TodoList.load();
    this.show();
  },

  show() {
    this.setData({
      todos: list.matching(this.data.filter),
      done: list.done,
      total: list.all.length,
    });
  },

  edit(event: InputEvent) {
    this.setData({ draft: event.detail.value });
  },

  add() {
    const title = this.data.draft.trim();
    if (!title) return;
    list.add(title);
    this.setData({ draft: '' });
    this.show();
  },

  pick(event: { currentTarget: { dataset: Record<string, any> } }) {
    this.setData({ filter: event.currentTarget.dataset.id as Filter });
    this.show();
  },

  toggle(todo: Todo) {
    list.toggle(todo.id);
    this.show();
  },

  remove(todo: Todo) {
    list.remove(todo.id);
    this.show();
  },

  about() {
    my.navigateTo({ url: '/pages/about/about' });
  },
});
