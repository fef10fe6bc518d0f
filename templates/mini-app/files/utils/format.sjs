// 模板里直接调用的小函数。
function greeting(hour) {
  if (hour < 6) return '夜深了';
  if (hour < 12) return '早上好';
  if (hour < 18) return '下午好';
  return '晚上好';
}

function progress(done, total) {
  return total === 0 ? 0 : Math.round((done / total) * 100);
}

function order(index) {
  const text = '' + (index + 1);
  return text.length < 2 ? '0' + text : text;
}

export default { greeting, progress, order };
