// Browsers inside other programs: they lose what is kept and hand out no files.

const INSIDE = [[/MicroMessenger/i, '微信'], [/DingTalk/i, '钉钉'], [/AlipayClient/i, '支付宝'], [/\bQQ\//i, 'QQ'], [/Weibo/i, '微博'], [/aweme|BytedanceWebview/i, '抖音']];

/** The program in which the page is open, where it is no browser of its own. */
export const insideOf = () => INSIDE.find(([mark]) => mark.test(navigator.userAgent))?.[1];
