// Without atob and btoa: they are not in every JavaScript engine the logic runs in, and they know no bytes.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function arrayBufferToBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    text += ALPHABET[group >> 18] + ALPHABET[(group >> 12) & 63];
    text += i + 1 < bytes.length ? ALPHABET[(group >> 6) & 63] : '=';
    text += i + 2 < bytes.length ? ALPHABET[group & 63] : '=';
  }
  return text;
}

// What is not base64 is skipped.
export function base64ToArrayBuffer(text) {
  const bytes = [];
  let group = 0;
  let bits = 0;
  for (const letter of String(text)) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) continue;
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((group >> bits) & 255);
    }
  }
  return Uint8Array.from(bytes).buffer;
}
