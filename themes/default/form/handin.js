// Handing a form in where the page came from the bureau's own machine (`yizhan serve --intake`): with the access code of the inspector.

import { button, el, field, fill, input } from './dom.js';
import { arrival } from './arrival.js';

/** A field for the access code and a button that sends; `left` is called once the bureau's machine has the file. */
export function handIn({ name, bytes }, left) {
  const said = el('div', { role: 'status' });
  const code = input(arrival.code, (text) => { arrival.code = text; }, { inputmode: 'numeric', maxlength: 8 });
  const send = async () => {
    node.disabled = true;
    fill(said, el('p', {}, '正在交'));
    const { status, text } = await posted('/upload', arrival.code, name, bytes);
    node.disabled = false;
    // Taken in, known already, or kept for somebody to decide: the bureau has it.
    const there = status === 200 || status === 409;
    if (there) left();
    fill(said, el('p', { class: there ? 'good' : 'wrong' }, there ? `交到了。${text}` : `没有交成：${text}`));
  };
  const node = button('交给局里', send, { class: 'main' });
  return el('div', { class: 'panel' }, field('检查人编号（8 位）', code), node, said);
}

/** One file to the bureau's machine: {status, text}; 0 where nobody answers. */
async function posted(path, code, name, bytes) {
  try {
    const answer = await fetch(path, {
      method: 'POST', body: bytes, headers: { 'X-Access-Code': code.trim(), 'X-Name': encodeURIComponent(name), 'Content-Type': 'application/zip' },
    });
    const text = (await answer.text()).trim();
    // A right code that is refused was for the last start of the program.
    return { status: answer.status, text: answer.status === 403 ? `${text}。局里每次重新开始收，都换新的编号。` : text };
  } catch {
    return { status: 0, text: '连不上局里的电脑。内容还在这部手机上，连上局里的网络再交；也可以下载文件另外交。' };
  }
}
