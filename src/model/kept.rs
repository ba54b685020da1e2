//! Columns of the bureau's own tables that are kept with a record (`more`), and which of them are shown: none that names people or says how to reach them,
//! since nobody has agreed to that. It is decided for a whole column, by its head and by all that stands in it.

use std::collections::{BTreeMap, BTreeSet};

use super::personal::numbers;
use super::{Dict, Text};

/// Words of heads that are about people, wherever they stand in the head.
const PEOPLE: [&str; 44] = [
    "人",
    "姓名",
    "名字",
    "领导",
    "手机",
    "电话",
    "联系",
    "热线",
    "传真",
    "身份证",
    "证件号",
    "负责",
    "微信",
    "qq",
    "邮箱",
    "email",
    "e-mail",
    "银行卡",
    "卡号",
    "账号",
    "帐号",
    "账户",
    "户名",
    "户主",
    "家庭",
    "住址",
    "经办员",
    "站长",
    "医生",
    "大夫",
    "医师",
    "药师",
    "护士",
    "主任",
    "书记",
    "所长",
    "院长",
    "村长",
    "值班",
    "管理员",
    "专员",
    "年龄",
    "性别",
    "生日",
];
/// What a head is called about a person at its end: 代办员, 网格长.
const ENDS: [char; 2] = ['员', '长'];
/// Heads that end so and are about no person.
const NO_PERSON: [&str; 8] = ["时长", "特长", "延长", "全长", "成员", "人员类别", "增长", "动员"];
/// Heads with a word of people in them that are about none.
const OF_NO_PERSON: [&str; 10] =
    ["适用人群", "服务人口", "覆盖人口", "人口数", "服务人数", "参保人数", "日均人次", "人次", "自然人", "法人类"];

/// The first characters of most names.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳司马上官诸葛庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
/// Words that begin like a name but are not one.
const NO_NAMES: [&str; 40] = [
    "高频", "高", "常年", "常办", "常见", "全年", "全部", "全县", "全市", "全省", "全镇", "方便", "安全", "公立", "文件", "明确",
    "成熟", "单位", "金融", "银行", "时限", "连锁", "向上", "和谐", "位置", "应急", "查询", "解决", "计划", "谈话", "来电",
    "路边", "马路", "武装", "白天", "华侨", "严格", "保险", "原件", "盖章",
];
/// What may stand behind a surname or a name of somebody.
const TITLES: [&str; 26] = [
    "主任", "书记", "站长", "所长", "院长", "村长", "局长", "科长", "股长", "组长", "镇长", "乡长", "医生", "大夫", "医师",
    "药师", "护士", "老师", "同志", "女士", "先生", "经理", "店长", "师傅", "会计", "队长",
];

fn is_surname(c: Option<char>) -> bool {
    c.is_some_and(|c| SURNAMES.contains(c))
}

/// Whether a head is about people.
fn about_people(head: &str) -> bool {
    let head: String = head.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let bare = OF_NO_PERSON.iter().fold(head.clone(), |head, word| head.replace(word, ""));
    PEOPLE.iter().any(|word| bare.contains(word)) || (bare.ends_with(ENDS) && !NO_PERSON.iter().any(|word| bare.ends_with(word)))
}

/// Whether a text is a name and nothing else, or several: 李青, 李主任, 张三、李四.
fn is_name(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(['、', '，', ',', '/', ';', '；', '\n', ' ', '　']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let one = |part: &str| {
        let count = part.chars().count();
        let titled = TITLES.iter().any(|title| {
            part.strip_suffix(title)
                .is_some_and(|before| (1..=4).contains(&before.chars().count()) && is_surname(before.chars().next()))
        });
        let plain =
            (2..=3).contains(&count) && is_surname(part.chars().next()) && !NO_NAMES.iter().any(|word| part.starts_with(word));
        let hidden = (2..=3).contains(&count) && is_surname(part.chars().next()) && part.ends_with(['某', '*', '×', 'X', '○']);
        titled || plain || hidden || (part.contains('·') && (4..=20).contains(&count))
    };
    !parts.is_empty() && parts.iter().all(|part| one(part))
}

/// The heads that are not shown, of all records of a kind: about people, with somebody's number in a cell, or mostly names.
#[must_use]
pub fn private_heads<'a>(records: impl Iterator<Item = &'a Dict<Text>>) -> BTreeSet<String> {
    // Head: cells, names among them, cells with somebody's number.
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (head, text) in records.flat_map(Dict::iter).filter(|(_, text)| !text.is_empty()) {
        let [cells, names, personal] = counts.entry(head.as_str()).or_default();
        *cells += 1;
        *names += usize::from(is_name(text));
        *personal += usize::from(!numbers(text).is_empty());
    }
    let private = |head: &str, [cells, names, personal]: [usize; 3]| about_people(head) || personal > 0 || names * 2 >= cells;
    counts.into_iter().filter(|(head, count)| private(head, *count)).map(|(head, _)| head.to_owned()).collect()
}

/// What a record says under the heads that were chosen, in their order; nothing under a private one.
#[must_use]
pub fn chosen(more: &Dict<Text>, heads: &[Text], private: &BTreeSet<String>) -> Vec<(String, String)> {
    let open = heads.iter().filter(|head| !private.contains(head.as_str()));
    let said = open.filter_map(|head| Some((head.value.clone(), more.get(head)?.value.clone())));
    said.filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_about_people() {
        for head in [
            "负责人",
            "经办人员",
            "联系 人",
            "姓名",
            "手机号",
            "值班电话",
            "身份证号码",
            "微信号",
            "QQ",
            "开户行账号",
            "代办员",
            "网格长",
            "药师",
            "家庭住址",
            "户主",
            "E-mail",
            "村医姓名",
        ] {
            assert!(about_people(head), "{head}");
        }
        for head in [
            "医院等级",
            "设定依据",
            "实施主体",
            "办结时长",
            "所属乡镇",
            "是否双通道",
            "服务人口",
            "适用人群",
            "行使层级",
            "备案号",
            "集日",
        ] {
            assert!(!about_people(head), "{head}");
        }
    }

    #[test]
    fn names_as_they_stand_in_cells() {
        for text in ["李青", "王小明", "李主任", "张三、李四", "欧阳医生", "赵某", "买买提·艾力"] {
            assert!(is_name(text), "{text}");
        }
        for text in ["三级乙等", "高", "高频", "是", "白石镇政府", "条例第一条", "全年", "", "100平方米", "方便群众办事"]
        {
            assert!(!is_name(text), "{text}");
        }
    }
}
