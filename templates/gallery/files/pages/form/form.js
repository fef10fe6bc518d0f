import { Form } from 'antd-mini/es/Form/form';

Page({
  data: {
    result: '',
  },

  onLoad() {
    this.form = new Form({
      initialValues: { name: '', phone: '', amount: 1, delivery: true, note: '' },
      rules: {
        phone: [{ pattern: /^1\d{10}$/, message: '手机号不对' }],
      },
    });
  },

  add(field) {
    this.form.addItem(field);
  },

  async submit() {
    try {
      const values = await this.form.submit();
      this.setData({ result: JSON.stringify(values, null, 2) });
    } catch (error) {
      this.setData({ result: '' });
      my.showToast({ content: '请检查填写的内容' });
    }
  },

  reset() {
    this.form.reset();
    this.setData({ result: '' });
  },
});
