//! A workspace with every kind of file that is printed, as much in each as it can hold, and as few pieces as show it.

use super::input::pictures::picture;
use super::support::Workspace;

/// The workspace. What an older program wrote down of it lies in `tests/golden/scheme-1`: a text that changes here no longer fits that record.
pub fn rich() -> Workspace {
    let w = Workspace::new();
    w.write("yizhan.yaml", "title: 测试\nbase_url: https://test.example\nallow: [{code: C317, reason: 测试}]\n");
    w.write(
        "content/one/bureau.yaml",
        "name: 测试医疗保障局\nshort_name: 测试局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\naddress: 测试路8号\nedition: \"2026-04\"\n\
         brand: {primary: \"#0B4A8F\"}\nprint: {town_plate: \"{place}医疗保障服务站\", village_plate: \"{place}医保服务点\"}\nnote: 网页上的说明\nsample: true\n",
    );
    w.write(
        "content/one/catalog.yaml",
        "title: 服务清单\nsource: 测办发〔2026〕1号\nnote: 依法公布\nchannels:\n  - {id: hall, name: 政务服务大厅, short_name: 大厅, tier: county}\n\
         \x20 - {id: town, name: 镇服务站, tier: town}\ngroups: [{id: join, title: 参保}]\nitems:\n\
         \x20 - {id: enrol, name: 参保登记, number: \"1\", group: join, clients: [自然人], category: 公共服务, handling: 即办件, depth: {hall: 办结, town: 办结}, note: 网页说明, frequency: 高, limit: 1个工作日, keywords: [社保], code: TS0001}\n\
         \x20 - {id: care, name: 长期护理保险, number: \"2\", clients: [自然人], category: 公共服务, handling: 承诺件, depth: {hall: 受理（15天内办结）, town: 帮办}}\n\
         \x20 - {id: move, name: 转移接续, number: \"3\", clients: [自然人], category: 公共服务, handling: 承诺件, depth: {hall: 受理, town: \"-\"}}\n",
    );
    w.write(
        "content/one/points/east.yaml",
        "id: east\nname: 东镇医保服务站\nplace: 东镇\nchannel: town\naddress: 东镇1号\ndirections: 出站向东。\nlocation: {lat: 38.6, lon: 108.8, crs: wgs84}\n\
         landmarks: [{name: 东镇小学, lat: 38.601, lon: 108.801, kind: 学校}, {name: 老街口, lat: 38.599, lon: 108.799, kind: 公交站}]\n\
         phone: 0477-0000001\ncomplaint_phone: 0477-0000003\nhours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"\ntagline: 家门口办医保\n\
         special: [{name: 午间不打烊, hours: \"Mo-Fr 11:30-13:00\", note: 需预约}]\n\
         staff: [{name: 张示例, role: 综合柜员, party_member: true, photo: photos/a.png}, {name: 李示例, role: 引导员, phone: 0477-0000004, public: true}]\n\
         windows: [{number: \"1\", name: 参保缴费, note: 老人优先}, {number: 综合窗, name: 其他业务, rating: HCP-0003}]\n\
         rating: https://hcp.example/w?id=7\nfacts: {zones: [引导咨询区, 等候区]}\n\
         overrides: [{item: enrol, depth: 办结（帮办）, window: 一号窗口, phone: 0477-0000005, reason: 人手足}]\nadds: [{item: move, depth: 帮办, reason: 试点}]\nstatus: active\nstatus_reason: 一直开放\nreviewed: {date: 2026-05-01, by: 服务科}\n",
    );
    w.write("content/one/points/photos/a.png", picture(image::ImageFormat::Png));
    w.write(
        "content/one/points/west.yaml",
        "id: west\nname: 西镇医保服务站\nchannel: town\naddress: 西镇2号\nlocation: {lat: 38.62, lon: 108.8}\nphone: 0477-0000006\nomits: [{item: care, reason: 没有人手}]\n",
    );
    w.write(
        "content/one/guides/enrol.md",
        "---\nitem: enrol\ntitle: 参保登记怎么办\nsample: true\nsummary: 怎样参保\naudience: 城乡居民\nconditions: [{text: 户籍在本地, proof: 户口簿}]\n\
         materials:\n  - {name: 身份证, copies: 1, form: 原件, issuer: 公安局, need: required, alternatives: [社保卡], when: 本人办理, pledge: true, note: 在有效期内}\n\
         steps: [{text: 到窗口提交, by: 申请人, limit: 1个工作日}]\nlimits: {statutory: 20个工作日, promised: 5个工作日}\n\
         variants: [{name: 委托办理, when: 本人不能到场, materials: [{name: 委托书}], steps: [{text: 出示委托书}]}]\n\
         fee: 不收费\nresult: 参保凭证\nbasis: [测医保发〔2025〕3号]\ncontacts: [0477-0000007]\nfaq: [{ask: 要排队吗, answer: 不用}]\nonline: [手机应用]\n\
         reviewed: 2026-05-01\n---\n\n指南正文。\n",
    );
    w.write(
        "content/one/plan.yaml",
        "title: 工作量化表\nsource: 测办发〔2026〕2号\ngroup_word: 模式\ngroups:\n  - title: 医保加医院\n    setting: 所有医院\n    requirement: 统一规范\n    tasks:\n\
         \x20     - {number: \"1\", title: 培训, text: 开展业务培训, deadline: 2026年4月底, responsible: [医保局], cooperating: [卫健局], note: 每月一次, done: true}\n",
    );
    w.write(
        "content/one/handbooks/text.md",
        "开头见[网址](https://a.example/one)。\n\n## 第一节\n\n- 列表甲\n- 列表乙\n\n| 项 | 数 |\n|---|---|\n| 行甲 | 九 |\n\n3. 第三步\n4. 第四步\n\n> 引文\n\n![大厅照片](hall.png)\n\n文字里的图![小图](hall.png)在这里。\n",
    );
    w.write("content/one/handbooks/hall.png", picture(image::ImageFormat::Png));
    w.write(
        "content/one/handbooks/book.yaml",
        "id: book\ntitle: 业务指南\nsubtitle: 窗口版\nimprint: 内部使用\nsample: true\nchapters:\n  - {title: 说明, file: text.md}\n  - {title: 指南, guides: [enrol], list: items}\n\
         \x20 - {title: 渠道, list: channels}\n  - {title: 地点, list: points}\n",
    );
    w.write(
        "content/one/panels/first.md",
        "---\ntitle: 首问负责制\nsource: 测办发〔2026〕3号\nnumber: 1\nsample: true\n---\n\n第一条　首位接待者负责。\n\n职责以内当场办理。\n",
    );
    w.write(
        "content/one/leaflets/join.md",
        "---\ntitle: 参保缴费，就近办\nsubtitle: 家门口\nsample: true\naudience: 居民\nshort: [就近都能办。, 先打电话。]\nreviewed: 2026-05-01\n---\n\n## 到哪里办\n\n东镇。\n\n## 带什么\n\n身份证。\n",
    );
    w.write(
        "content/one/campaigns/near.yaml",
        "title: 医保就在身边\nslogan: 一生守护\nlead: 就近都能办。\npoints: [{title: 登记, text: 当场办结。}]\nsteps: [带证件。]\nlink: https://a.example/near\nsizes: [a3, rollup]\nsample: true\n",
    );
    w.write("content/one/notices/move.md", "---\ntitle: 搬迁公告\ndate: 2026-05-01\npoints: [east]\n---\n\n只在网页上。\n");
    w
}
