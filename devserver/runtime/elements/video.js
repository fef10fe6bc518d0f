// video: the browser's own player.
import { Element, make } from './element.js';
import { number } from './dom.js';

export class Video extends Element {
  build() {
    const player = (this.player = make('video', 'a-video-player'));
    player.playsInline = true;
    player.controls = true;
    const on = (native, type, detail) => player.addEventListener(native, () => this.emit(type, detail ? detail() : {}));
    on('play', 'play');
    on('pause', 'pause');
    on('ended', 'ended');
    on('waiting', 'loading');
    on('playing', 'renderStart');
    on('error', 'error', () => ({ errorCode: player.error ? player.error.code : 1 }));
    on('timeupdate', 'timeUpdate', () => ({
      currentTime: player.currentTime,
      videoDuration: player.duration,
      userPlayDuration: player.currentTime,
    }));
    player.addEventListener('loadedmetadata', () => {
      player.currentTime = number(this.props.initialTime, 0);
    });
    this.content = make('div', 'a-video-cover');
    return make('div', '', player, this.content);
  }

  update(changed) {
    const player = this.player;
    if (changed.has('src')) player.src = this.view.resolve(this.props.src);
    if (changed.has('poster')) player.poster = this.view.resolve(this.props.poster);
    if (changed.has('controls')) player.controls = this.boolean('controls', true);
    if (changed.has('loop')) player.loop = this.boolean('loop');
    if (changed.has('muted')) player.muted = this.boolean('muted');
    if (changed.has('autoplay')) player.autoplay = this.boolean('autoplay');
    if (changed.has('objectFit')) player.style.objectFit = this.text('objectFit');
  }

  invoke(method, args) {
    if (method === 'play') this.player.play().catch(() => {});
    if (method === 'pause') this.player.pause();
    if (method === 'stop') {
      this.player.pause();
      this.player.currentTime = 0;
    }
    if (method === 'seek') this.player.currentTime = number(args[0], 0);
    if (method === 'mute') this.player.muted = !!args[0];
    if (method === 'playbackRate') this.player.playbackRate = number(args[0], 1);
  }

  free() {
    this.player.pause();
    this.player.removeAttribute('src');
  }
}
