//! Owns how names of points are made: a place, the house that the counter stands in, and the words for the counter. Reads a name from its
//! end, word by word, and says what it is sure of. Must not know what a plate says.

/// What a word at the end of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What it is for: 医保.
    Insurance,
    /// What is there: 服务站, 窗口.
    Counter,
    /// What it is like: 经办, 便民. Never the first word that counts.
    Quality,
    /// A house of the administration, which the name of the place stands for.
    House,
}

/// Words for the insurance.
const INSURANCE: [&str; 6] = ["基本医疗保险", "基本医疗保障", "医疗保障局", "医疗保障", "医疗保险", "医保"];
/// What makes one word with the insurance before it: 医保站.
const ENDINGS: [&str; 13] = ["站", "点", "所", "办", "科", "室", "窗", "岗", "角", "厅", "局", "中心", "大厅"];
/// Words for a counter.
const COUNTERS: [&str; 48] = [
    "服务站",
    "服务点",
    "服务中心",
    "服务窗口",
    "服务专窗",
    "服务专区",
    "服务大厅",
    "服务厅",
    "服务驿站",
    "服务网点",
    "服务室",
    "服务岗",
    "服务台",
    "服务圈",
    "服务部",
    "服务处",
    "服务所",
    "服务终端",
    "服务专员",
    "工作站",
    "工作点",
    "工作室",
    "窗口",
    "专窗",
    "专区",
    "专柜",
    "专岗",
    "大厅",
    "驿站",
    "经办点",
    "经办站",
    "经办处",
    "经办机构",
    "经办中心",
    "代办点",
    "代办站",
    "帮办点",
    "受理点",
    "受理处",
    "报销点",
    "联络站",
    "联络点",
    "联系点",
    "网点",
    "自助点",
    "自助终端",
    "一体机",
    "柜台",
];
/// Words before them.
const QUALITIES: [&str; 39] = [
    "公共",
    "综合",
    "便民",
    "为民",
    "利民",
    "惠民",
    "经办",
    "服务",
    "自助",
    "代办",
    "帮办",
    "业务",
    "办事",
    "受理",
    "咨询",
    "基层",
    "示范",
    "标准化",
    "智慧",
    "一站式",
    "一窗通办",
    "10分钟",
    "15分钟",
    "20分钟",
    "30分钟",
    "十分钟",
    "十五分钟",
    "三十分钟",
    "村级",
    "镇级",
    "定点",
    "城乡居民",
    "居民",
    "职工",
    "参保",
    "报销",
    "直接结算",
    "结算",
    "24小时",
];
/// Houses of the administration.
const HOUSES: [&str; 47] = [
    "党群服务中心",
    "党群活动中心",
    "党群服务站",
    "党群服务点",
    "党群服务驿站",
    "党群中心",
    "便民服务中心",
    "便民服务站",
    "便民服务点",
    "便民服务室",
    "便民服务大厅",
    "便民中心",
    "便民大厅",
    "便民服务驿站",
    "综合便民服务中心",
    "综合便民服务站",
    "为民服务中心",
    "为民服务站",
    "为民服务点",
    "惠民服务中心",
    "政务服务中心",
    "政务服务大厅",
    "政务服务站",
    "政务服务点",
    "政务大厅",
    "行政服务中心",
    "行政审批服务中心",
    "综合服务中心",
    "综合服务站",
    "公共服务中心",
    "公共服务站",
    "公共事务服务中心",
    "民生服务中心",
    "社会事务服务中心",
    "社会保障服务中心",
    "人力资源和社会保障服务中心",
    "市民服务中心",
    "市民中心",
    "邻里中心",
    "综治中心",
    "办事大厅",
    "新时代文明实践站",
    "新时代文明实践所",
    "新时代文明实践中心",
    "人民政府",
    "政府",
    "村级活动场所",
];
/// The village's committee, in whose name the village's own 村 may be the first character.
const COMMITTEES: [&str; 3] = ["村民委员会", "村委会", "村部"];
/// The offices of a community or a street, which leave the name of the place complete before them.
const OFFICES: [(&str, &[&str]); 4] = [
    ("居民委员会", &["社区", "小区", "居"]),
    ("居委会", &["社区", "小区", "居"]),
    ("办事处", &["街道"]),
    ("社区", &["镇", "乡", "街道"]),
];
/// Houses with a name of their own, which the plate keeps.
const OWN: [&str; 42] = [
    "卫生服务中心",
    "卫生服务站",
    "卫生服务点",
    "卫生院",
    "卫生室",
    "卫生所",
    "卫生站",
    "医院",
    "医务室",
    "诊所",
    "门诊部",
    "保健院",
    "药店",
    "药房",
    "银行",
    "支行",
    "分行",
    "分理处",
    "营业所",
    "营业部",
    "营业厅",
    "信用社",
    "联社",
    "储蓄所",
    "邮政所",
    "邮局",
    "公司",
    "集团",
    "厂",
    "园区",
    "产业园",
    "工业园",
    "学校",
    "学院",
    "超市",
    "商会",
    "供销社",
    "合作社",
    "大厦",
    "市场",
    "广场",
    "店",
];
/// What names of places end with.
const PLACES: [&str; 25] = [
    "街道",
    "苏木",
    "社区",
    "嘎查",
    "开发区",
    "新区",
    "小区",
    "项目区",
    "片区",
    "林场",
    "农场",
    "牧场",
    "镇",
    "乡",
    "村",
    "县",
    "市",
    "区",
    "旗",
    "盟",
    "州",
    "屯",
    "寨",
    "里",
    "居",
];
/// What stands in no name of a place: then the words are not as they are thought to be.
const NEVER: [&str; 14] =
    ["医保", "医疗保", "服务", "经办", "窗口", "受理", "报销", "政务", "党群", "（", "）", "(", ")", "委会"];
/// After which a reader pauses in a place's name, and what must not follow for that.
const PAUSES: [(&str, &str); 12] = [
    ("省", "心"),
    ("市", "场民政"),
    ("县", "城域"),
    ("区", "域块间"),
    ("旗", "舰帜"),
    ("镇", "区域"),
    ("乡", "村镇贤"),
    ("街道", ""),
    ("苏木", ""),
    ("社区", ""),
    ("村", "民委级部"),
    ("嘎查", ""),
];

/// A name, taken apart from its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// What stands before the words that are known.
    pub before: &'a str,
    /// The known words: what they are, and where each begins.
    pub known: Vec<(Kind, usize)>,
}

/// The longest of some words that a text ends with.
fn last<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len()).copied()
}

/// The word at the end of a text, with its length in bytes; none for words that are not known, and for houses with a name of their own.
fn word(text: &str) -> Option<(Kind, usize)> {
    let mut best: Option<(Kind, usize)> = None;
    let mut longer = |kind: Kind, len: usize| {
        if best.is_none_or(|(_, most)| len > most) {
            best = Some((kind, len));
        }
    };
    let insurance = |text: &str| last(text, &INSURANCE).map(str::len);
    if let Some(len) = insurance(text) {
        longer(Kind::Insurance, len);
    }
    for ending in ENDINGS.iter().filter(|e| text.ends_with(**e)) {
        if let Some(len) = text.strip_suffix(*ending).and_then(insurance) {
            longer(Kind::Insurance, len + ending.len());
        }
    }
    for (kind, words) in [(Kind::House, &HOUSES[..]), (Kind::Counter, &COUNTERS[..]), (Kind::Quality, &QUALITIES[..])] {
        if let Some(found) = last(text, words) {
            longer(kind, found.len());
        }
    }
    for committee in COMMITTEES.iter().filter(|c| text.ends_with(**c)) {
        // 松塘村 + 村委会, but 松塘村 + 委会: the village keeps its 村.
        let doubled =
            text.strip_suffix(*committee).is_some_and(|rest| ["村", "社区", "嘎查", "屯"].iter().any(|p| rest.ends_with(p)));
        longer(Kind::House, committee.len() - if doubled { 0 } else { "村".len() });
    }
    for (office, places) in OFFICES {
        if text.strip_suffix(office).is_some_and(|rest| places.iter().any(|place| rest.ends_with(place))) {
            longer(Kind::House, office.len());
        }
    }
    best.filter(|(_, len)| last(text, &OWN).is_none_or(|own| own.len() < *len))
}

impl<'a> Name<'a> {
    /// A name, read from its end.
    #[must_use]
    pub fn read(name: &'a str) -> Self {
        let (mut end, mut known) = (name.len(), Vec::new());
        while let Some((kind, len)) = name.get(..end).and_then(word) {
            end -= len;
            known.push((kind, end));
        }
        known.reverse();
        Self { before: name.get(..end).unwrap_or_default(), known }
    }

    /// Where the words for the counter begin: at the insurance, after the house; none where no insurance is named.
    #[must_use]
    pub fn office(&self) -> Option<usize> {
        let insurance = self.known.iter().rposition(|(kind, _)| *kind == Kind::Insurance)?;
        // What is said of it before: 基层医保.
        let qualities = self.known[..insurance].iter().rev().take_while(|(kind, _)| *kind == Kind::Quality).count();
        self.known.get(insurance - qualities).map(|(_, at)| *at)
    }

    /// The name of the place, where the words before what is known can be nothing else.
    #[must_use]
    pub fn place(&self) -> Option<&'a str> {
        let place = self.before;
        let own = last(place, &OWN).is_some();
        let town = PLACES.iter().any(|p| place.ends_with(p));
        let insurance = self.known.iter().position(|(kind, _)| *kind == Kind::Insurance);
        // Another counter than one of the insurance is somebody's: 金融服务站.
        let foreign = self.known[..insurance.unwrap_or(self.known.len())].iter().any(|(kind, _)| *kind == Kind::Counter);
        let housed = self.known.iter().any(|(kind, _)| *kind == Kind::House);
        let bare = last(place, &OWN).and_then(|own| place.strip_suffix(own)).unwrap_or(place);
        let named = place.chars().count() >= 2 && !NEVER.iter().any(|never| bare.contains(never));
        let sure = match (insurance, own || town) {
            _ if self.known.is_empty() => false,
            (None, clear) => clear && (housed || foreign),
            (Some(_), true) => !foreign || town,
            // A name that ends in no word for a place, and has none within that something unknown comes after.
            (Some(_), false) => !foreign && pauses(place).is_empty(),
        };
        (named && sure).then_some(place)
    }
}

/// Where a reader pauses in the name of a place, in bytes: after each level, and before a house with a name of its own.
fn pauses(place: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut begin = 0;
    for (at, _) in place.char_indices() {
        let Some((level, never)) = PAUSES.iter().find(|(level, _)| place.get(at..).is_some_and(|rest| rest.starts_with(level)))
        else {
            continue;
        };
        let end = at + level.len();
        let next = place.get(end..).and_then(|rest| rest.chars().next());
        let long = place.get(begin..end).is_some_and(|part| part.chars().count() > level.chars().count());
        // 红旗社区: no level follows a level without a name of its own.
        let lower = place.get(end..).is_some_and(|rest| PAUSES.iter().any(|(level, _)| rest.starts_with(level)));
        if long && !lower && next.is_some_and(|c| !never.contains(c)) && begin < end {
            found.push(end);
            begin = end;
        }
    }
    found
}

/// The words of a name: what must not be broken on a plate.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let read = Name::read(name);
    let mut cuts = pauses(read.before);
    if let Some(own) = last(read.before, &OWN).filter(|own| own.starts_with("卫生")) {
        cuts.push(read.before.len() - own.len());
    }
    cuts.extend(read.known.iter().map(|(_, at)| *at));
    cuts.push(name.len());
    cuts.sort_unstable();
    let (mut made, mut begin) = (Vec::<String>::new(), 0);
    for cut in cuts {
        // One character alone is no word.
        if name.get(begin..cut).is_some_and(|part| part.chars().count() >= 2)
            && (cut == name.len() || name[cut..].chars().count() >= 2)
        {
            made.push(name[begin..cut].to_owned());
            begin = cut;
        }
    }
    match made.last_mut() {
        Some(last) => last.push_str(&name[begin..]),
        None => made.push(name.to_owned()),
    }
    made
}

/// What might be the place in a name that is not understood: up to the last level of the administration. To ask, never to print.
#[must_use]
pub fn guess(name: &str) -> Option<&str> {
    let read = Name::read(name);
    let end = pauses(name).into_iter().filter(|end| *end <= read.before.len()).max()?;
    name.get(..end).filter(|place| place.chars().count() >= 2 && !NEVER.iter().any(|never| place.contains(never)))
}
