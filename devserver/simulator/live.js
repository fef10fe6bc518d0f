// The WebSocket to the dev server. Comes back by itself, a little later each time.
const first = 400;
const longest = 5000;

export class Live {
  // message(data), state('connecting' | 'connected' | 'offline')
  constructor({ message, state }) {
    this.message = message;
    this.state = state;
    this.wait = first;
    this.queue = [];
    this.connect();
  }

  connect() {
    const url = new URL('./ws', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = (this.socket = new WebSocket(url));
    socket.onopen = () => {
      this.wait = first;
      this.state('connected');
      for (const text of this.queue.splice(0)) socket.send(text);
    };
    socket.onmessage = (event) => {
      let data = null;
      try {
        data = JSON.parse(event.data);
      } catch (error) {
        return;
      }
      if (data && typeof data === 'object') this.message(data);
    };
    socket.onclose = () => {
      this.state('offline');
      setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(longest, this.wait * 1.6);
    };
  }

  send(data) {
    const text = JSON.stringify(data);
    if (this.socket.readyState === 1) this.socket.send(text);
    else if (this.queue.length < 200) this.queue.push(text);
  }
}
