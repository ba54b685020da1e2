// Where a page from a server begins, beside what every form has: it is kept on the phone, and handed in where the server takes it.

import { handIn } from './handin.js';
import { outside } from './outside.js';
import { keepPage, onVersion, version, versionNotice } from './web.js';

Object.assign(outside, { handIn, version, versionNotice, onVersion });
keepPage();
