const KEY = 'todos';

Page({
  data: {
    draft: '',
    done: 0,
    todos: [],
  },

  onShow() {
    const { data } = my.getStorageSync({ key: KEY });
    this.show(data || [
      { id: 1, title: '把这个项目跑起来', done: true },
      { id: 2, title: '改一改清单页的样式', done: false },
    ]);
  },

  show(todos) {
    this.setData({ todos, done: todos.filter((todo) => todo.done).length });
  },

  save(todos) {
    this.show(todos);
    my.setStorageSync({ key: KEY, data: todos });
  },

  edit(event) {
    this.setData({ draft: event.detail.value });
  },

  add() {
    const title = this.data.draft.trim();
    if (!title) return;
    this.save([...this.data.todos, { id: Date.now(), title, done: false }]);
    this.setData({ draft: '' });
  },

  toggle(event) {
    const { id } = event.currentTarget.dataset;
    this.save(this.data.todos.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));
  },

  remove(event) {
    const { id } = event.currentTarget.dataset;
    this.save(this.data.todos.filter((todo) => todo.id !== id));
  },

  clear() {
    this.save(this.data.todos.filter((todo) => !todo.done));
  },
});
