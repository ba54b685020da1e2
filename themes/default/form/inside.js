// Where the page runs: in a browser or within another program, on which phone, from a file or a server, from a home screen or not.

const INSIDE = [[/MicroMessenger/i, '微信'], [/DingTalk/i, '钉钉'], [/AlipayClient/i, '支付宝'], [/\bQQ\//i, 'QQ'], [/Weibo/i, '微博'], [/aweme|BytedanceWebview/i, '抖音']];

/** The program in which the page is open, where it is no browser of its own: such lose what is kept and hand out no files. */
export const insideOf = () => INSIDE.find(([mark]) => mark.test(navigator.userAgent))?.[1];

/** Whether it is an iPhone or an iPad, which says that it is a Mac and has a screen to touch. */
export const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export const isAndroid = () => /Android/.test(navigator.userAgent);

/** Whether it was opened from an icon on the home screen. */
export const isInstalled = () => Boolean(navigator.standalone) || window.matchMedia('(display-mode: standalone)').matches;

/** A file that another program handed to the browser: such a page has no place of its own to keep anything. */
export const isHandedOver = () => location.protocol === 'content:' || (location.protocol !== 'file:' && window.origin === 'null');

/** Whether it came from a server, and not from a file. */
export const isServed = () => location.protocol !== 'file:' && !isHandedOver();
