// Controls of their own for the values that deserve more than a box: hours, phones, a place, a picture, people and windows. The form asks here first.
import { HereField } from './here.js';
import { PhonesField } from './phones.js';
import { PictureField } from './picture.js';
import { PlaceField } from './place.js';
import { Rows } from './rows.js';
import { WeekField } from './week.js';
import { html } from '../ui.js';

const ROWS = ['Staff', 'Window'];
const empty = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);
/** What a text becomes where something is removed. */
const nothing = (value) => (empty(value) ? null : value);

/** Where words go that are no hours, in a record that has room for them. */
function beside(at, ctx) {
  const parent = at.slice(0, -1);
  const keys = ctx.fields_at?.(parent) ?? [];
  const own = at.at(-1);
  if (!keys.includes(`${own}_note`)) return null;
  const note = [...parent, `${own}_note`];
  const special = [...parent, 'special'];
  const with_note = (text) => {
    const before = ctx.read(note);
    const after = [typeof before === 'string' ? before.trim() : '', text].filter((one, index, all) => one && all.indexOf(one) === index).join('；');
    return after === before ? [] : [{ at: note, before: nothing(before), after }];
  };
  const send = async (changes) => Boolean((await ctx.change(changes))?.done);
  return {
    take: (before, meant) => {
      const list = ctx.read(special) ?? [];
      const services = keys.includes('special') ? meant.services : [];
      return send([
        { at, before: nothing(before), after: meant.text },
        ...(meant.note ? with_note(meant.note) : []),
        ...services.map((one, index) => ({ at: [...special, list.length + index], kind: 'insert', after: Object.fromEntries(Object.entries({ name: one.name, hours: one.hours, note: one.note }).filter(([, text]) => text)) })),
      ]);
    },
    note: (text) => send(with_note(text)),
  };
}

/** The control of its own of a value; nothing where a plain one does. */
export function own_control({ shape, control, value, at, ctx, title, describe }) {
  const id = ctx.id(at);
  const kind = control ?? shape.own;
  const save = (before, after) => ctx.save(at, before, after);
  if (kind === 'hours' && (empty(value) || typeof value === 'string')) {
    return html`<${WeekField} key=${id} id=${id} value=${value ?? ''} save=${save} title=${title ?? '时间'} describe=${describe} beside=${beside(at, ctx)} />`;
  }
  if (kind === 'phones') return html`<${PhonesField} key=${id} id=${id} value=${value} at=${at} ctx=${ctx} title=${title ?? '电话'} describe=${describe} />`;
  if (kind === 'picture' && (empty(value) || typeof value === 'string')) return html`<${PictureField} key=${id} id=${id} value=${value ?? ''} at=${at} ctx=${ctx} title=${title ?? '图片'} describe=${describe} save=${save} />`;
  if (shape.type === 'record' && shape.record === 'Location') return html`<${PlaceField} key=${id} id=${id} value=${value} at=${at} ctx=${ctx} title=${title ?? '位置'} describe=${describe} />`;
  if (at.at(-1) === 'adds' && ctx.form.record === 'Point' && at.length === ctx.at.length + 1) return html`<${HereField} key=${id} id=${id} at=${at} ctx=${ctx} title="这里办什么" />`;
  if (shape.type === 'list' && ROWS.includes(shape.of.record)) return html`<${Rows} key=${id} of=${shape.of} value=${value} at=${at} ctx=${ctx} title=${title} />`;
  return null;
}
