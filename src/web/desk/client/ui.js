// What every file that draws uses: elements, and values that redraw whoever reads them.
import { h, render } from './vendor/preact.js';
import htm from './vendor/htm.js';
import { batch, computed, effect, signal } from './vendor/signals.js';

export const html = htm.bind(h);
export { batch, computed, effect, render, signal };
export { useEffect, useRef, useState } from './vendor/hooks.js';
export { useSignal, useSignalEffect } from './vendor/signals.js';
