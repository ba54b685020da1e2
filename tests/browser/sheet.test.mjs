// The sheet of the desk, by keyboard, mouse, clipboard and input method, under the desk's policy. `sheet/` holds its page, its contents, the
// clipboards of Excel, WPS and LibreOffice, and the tests by what they are about.
import { after, before } from 'node:test';
import { start, stop } from './sheet/open.mjs';
import './sheet/cells.mjs';
import './sheet/composing.mjs';
import './sheet/ranges.mjs';
import './sheet/clipboard.mjs';
import './sheet/senses.mjs';
import './sheet/chance.mjs';

before(start);
after(stop);
