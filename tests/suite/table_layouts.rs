//! Tables as offices lay them out, each with what a careful clerk says it means: levels of names, channels as columns, blocks side by side, titles between
//! rows, sums, notes. No layout here is one of the labelled corpus.

use rust_xlsxwriter::{Format, Workbook as Book};
use serde_json::Value;
use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::source::parse_document;
use yizhan::yaml_write::edit::meaning;

use super::support::Workspace;

/// A grid: `<` goes on from the left, `^` from above. A sheet begins with its name in a row of its own, in brackets: `[二]`.
fn workbook(text: &str) -> Vec<u8> {
    let mut book = Book::new();
    let mut sheets: Vec<(String, Vec<Vec<&str>>)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            sheets.push((name.to_owned(), Vec::new()));
            continue;
        }
        if sheets.is_empty() {
            sheets.push(("表".to_owned(), Vec::new()));
        }
        let row = line.split('|').map(str::trim).collect();
        sheets.last_mut().unwrap().1.push(row);
    }
    for (name, rows) in &sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let at = |row: usize, column: usize| rows.get(row).and_then(|r| r.get(column)).copied().unwrap_or("");
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, t)| !matches!(**t, "" | "<" | "^")) {
                let right = (column + 1..40).take_while(|c| at(row, *c) == "<").count();
                let below = (row + 1..40).take_while(|r| at(*r, column) == "^").count();
                let (r, c) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                if right + below > 0 {
                    let (last_row, last_column) = (r + u32::try_from(below).unwrap(), c + u16::try_from(right).unwrap());
                    sheet.merge_range(r, c, last_row, last_column, text, &Format::new()).unwrap();
                } else {
                    sheet.write_string(r, c, *text).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Three channels, as a bureau has them.
const THREE: &str = "title: 清单\nchannels:\n  - {id: hall, name: 县大厅, tier: county}\n  - {id: town, name: 镇便民中心, tier: town}\n  - {id: village, name: 村服务点, tier: village}\nitems:\n  - {id: one, name: 一件事, depth: {hall: 办结}}\n";

/// A workspace that knows nothing of the kind yet.
fn fresh(kind: &str) -> Workspace {
    let w = Workspace::new();
    for file in ["points/east.yaml", "plan.yaml", "guides/enrol.md"] {
        let _ = std::fs::remove_file(w.path().join("content/one").join(file));
    }
    if kind == "points" {
        w.write("content/one/catalog.yaml", THREE);
    } else {
        let _ = std::fs::remove_file(w.path().join("content/one/catalog.yaml"));
    }
    w
}

fn yaml(w: &Workspace, file: &str) -> Value {
    let Ok(text) = std::fs::read_to_string(w.path().join("content/one").join(file)) else { return Value::Null };
    meaning(&parse_document(FileId(0), &text, 0, &mut Diagnostics::new()).unwrap())
}

/// The records that were written, each as `key=value` texts: groups and depths by their names.
fn records(w: &Workspace, kind: &str) -> Vec<(String, Vec<String>)> {
    let text = |v: &Value| match v {
        Value::String(s) => s.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    };
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let named =
        |list: &[Value], id: &str, key: &str| list.iter().find(|c| c["id"] == id).map_or(id.to_owned(), |c| text(&c[key]));
    let one = |record: &Value, channels: &[Value], groups: &[Value]| {
        let mut said = Vec::new();
        for (key, value) in record.as_object().unwrap() {
            match (key.as_str(), value) {
                ("depth", Value::Object(depth)) => {
                    said.extend(depth.iter().map(|(c, d)| format!("{}={}", named(channels, c, "name"), text(d))));
                }
                ("more", Value::Object(more)) => said.extend(more.iter().map(|(head, t)| format!("+{head}={}", text(t)))),
                ("group", _) => said.push(format!("group={}", named(groups, &text(value), "title"))),
                _ => said.push(format!("{key}={}", text(value))),
            }
        }
        said
    };
    match kind {
        "catalog" => {
            let file = yaml(w, "catalog.yaml");
            let (channels, groups) = (list(&file["channels"]), list(&file["groups"]));
            list(&file["items"]).iter().map(|i| (text(&i["name"]), one(i, &channels, &groups))).collect()
        }
        "points" => list(&yaml(w, "points/imported.yaml")).iter().map(|p| (text(&p["name"]), one(p, &[], &[]))).collect(),
        _ => list(&yaml(w, "plan.yaml")["groups"])
            .iter()
            .flat_map(|g| list(&g["tasks"]).into_iter().map(move |t| (g["title"].clone(), t)))
            .map(|(group, task)| {
                let mut said = one(&task, &[], &[]);
                said.push(format!("group={}", text(&group)));
                (text(&task["text"]), said)
            })
            .collect(),
    }
}

/// A layout: what it is, its kind, the grid, and of each record its name and what must be said of it. The records are all that there are.
type Layout = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static [&'static str])]);

const LAYOUTS: &[Layout] = &[
    (
        "the number of a counter is no depth",
        "catalog",
        "序号|办理事项|办理窗口|承诺时限|申请方式
         1|参保登记|1号窗口|1个工作日|线上/线下
         2|慢病认定|2号窗口、3号窗口|20个工作日|线下",
        &[
            ("参保登记", &["+办理窗口=1号窗口", "limit=1个工作日", "+申请方式=线上/线下"]),
            ("慢病认定", &["+办理窗口=2号窗口、3号窗口", "limit=20个工作日"]),
        ],
    ),
    (
        "branches of a bank, days in the head of their hours",
        "points",
        "农商银行医保服务点一览表|<|<|<|<
         支行名称|网点机构号|详细地址|服务热线|营业时间（周一至周五）
         城关支行|00123|人民路1号|96888|8:30-17:00
         东镇支行|00124|东镇街2号|0576-80002345|8:30-16:30
         共2个网点|<|<|<|<",
        &[
            ("城关支行", &["+网点机构号=00123", "address=人民路1号", "phone=96888", "hours=Mo-Fr 08:30-17:00"]),
            ("东镇支行", &["+网点机构号=00124", "hours=Mo-Fr 08:30-16:30"]),
        ],
    ),
    (
        "quarters as columns, one plan for both",
        "plan",
        "2026年医保重点工作清单|<|<|<|<|<|<
         类别|序号|重点任务|一季度|二季度|牵头科室|配合科室
         扩面|1|全民参保率达95%|摸底|集中参保|参保科|各镇
         ^|2|灵活就业参保|宣传|^|参保科|税务局
         监管|3|飞行检查|制定方案|检查2家|基金科|卫健局",
        &[
            ("全民参保率达95%", &["group=扩面", "+一季度=摸底", "+二季度=集中参保", "responsible=参保科", "cooperating=各镇"]),
            ("灵活就业参保", &["group=扩面", "+一季度=宣传", "+二季度=集中参保", "cooperating=税务局"]),
            ("飞行检查", &["group=监管", "number=3", "+二季度=检查2家"]),
        ],
    ),
    (
        "a fee with 无 is no channel",
        "catalog",
        "序号|事项名称|收费情况|镇级|村级
         1|参保查询|无|√|√
         2|证明打印|工本费5元|√|-",
        &[
            ("参保查询", &["+收费情况=无", "镇级=未注明", "村级=未注明"]),
            ("证明打印", &["+收费情况=工本费5元", "镇级=未注明", "村级=-"]),
        ],
    ),
    (
        "levels of one character each under one head",
        "catalog",
        "序号|事项名称|办理层级|<|<|备注
         ^|^|县|乡|村|^
         1|参保查询|√|√|√|
         2|慢病认定|√|||需体检",
        &[("参保查询", &["县=未注明", "乡=未注明", "村=未注明"]), ("慢病认定", &["县=未注明", "note=需体检"])],
    ),
    (
        "titles within titles",
        "catalog",
        "序号|事项名称|办理时限
         一、参保服务|<|<
         （一）居民参保|<|<
         1|参保登记|即时办结
         （二）职工参保|<|<
         2|单位参保|3个工作日
         二、待遇服务|<|<
         3|零星报销|20个工作日",
        &[
            ("参保登记", &["group=一、参保服务　（一）居民参保"]),
            ("单位参保", &["group=一、参保服务　（二）职工参保"]),
            ("零星报销", &["group=二、待遇服务"]),
        ],
    ),
    (
        "where an item is done in words of one column",
        "catalog",
        "序号|服务事项|办理层级|办理方式|是否高频
         1|参保查询|县级、镇级、村级|窗口、网上|是
         2|慢病认定|县级|窗口|否",
        &[("参保查询", &["+办理层级=县级、镇级、村级", "+办理方式=窗口、网上"]), ("慢病认定", &["+办理层级=县级"])],
    ),
    (
        "a year's figures, and ways that can be used",
        "catalog",
        "业务类别|事项名称|办件量（2025年）|网上可办|窗口可办|乡镇可办
         参保|参保查询|1200|√|√|√
         待遇|慢病认定|30||√|",
        &[
            ("参保查询", &["group=参保", "+办件量（2025年）=1200", "网上可办=未注明", "乡镇可办=未注明"]),
            ("慢病认定", &["group=待遇", "+办件量（2025年）=30", "窗口可办=未注明"]),
        ],
    ),
    (
        "two addresses and two columns of hours: the filled one counts, those that differ are kept",
        "points",
        "序号|服务点名称|渠道|地址|详细地址|服务时间|营业时间
         1|甲村点|村服务点|甲村|东镇甲村1号|周一至周五 9:00-17:00|
         2|乙村点|村服务点||东镇乙村2号||周一至周五 8:30-11:30
         3|丙村点|村服务点|丙村3号|丙村3号|周一至周五 9:00-17:00|周一至周六 9:00-17:00",
        &[
            ("甲村点", &["+地址=甲村", "+详细地址=东镇甲村1号", "hours=Mo-Fr 09:00-17:00"]),
            ("乙村点", &["address=东镇乙村2号", "hours=Mo-Fr 08:30-11:30"]),
            ("丙村点", &["address=丙村3号", "+服务时间=周一至周五9:00-17:00", "+营业时间=周一至周六9:00-17:00"]),
        ],
    ),
    (
        "a class of the bureau's own beside the channel",
        "points",
        "序号|定点医药机构名称|机构类型|机构等级|渠道|统筹区|备注
         1|县人民医院|公立医院|三级乙等|县大厅|某县|双通道
         2|康民药店|零售药店||村服务点|某县|",
        &[
            ("县人民医院", &["channel=hall", "+机构类型=公立医院", "+机构等级=三级乙等", "note=双通道"]),
            ("康民药店", &["channel=village", "+机构类型=零售药店", "+统筹区=某县"]),
        ],
    ),
    (
        "a list without channels, with what was filled in above and below",
        "points",
        "某县医保便民服务点信息表（截至2026年3月）|<|<|<|<|<|<|<
         填报单位：某某局|<|<|<|<|<|<|<
         序号|乡镇|行政村|便民服务点|地址|联系人|联系电话|备注
         1|东镇|甲村|甲村便民服务点|村委会旁|李青|0576-80001234|每逢三、八集日
         2|^|乙村|乙村便民服务点|小学对面|王五|13812345678|
         合计||2|2||||
         注：以上电话工作时间拨打|<|<|<|<|<|<|<",
        &[
            ("甲村便民服务点", &["+乡镇=东镇", "+行政村=甲村", "+联系人=李青", "phone=0576-80001234", "note=每逢三、八集日"]),
            ("乙村便民服务点", &["+乡镇=东镇", "+行政村=乙村", "phone=13812345678", "phone_public=false"]),
        ],
    ),
    (
        "hours by parts of the week under one head, phones under another",
        "points",
        "名称|渠道|服务时间|<|<|联系方式|<
         ^|^|工作日上午|工作日下午|周六|姓名|手机
         甲村点|村服务点|8:30-11:30|14:30-17:30|9:00-11:30|李青|0576-80001235
         乙村点|村服务点|8:30-11:30|14:30-17:00|休息|王五|",
        &[
            ("甲村点", &["hours=Mo-Fr 08:30-11:30,14:30-17:30; Sa 09:00-11:30; PH off", "+姓名=李青"]),
            ("乙村点", &["hours=Mo-Fr 08:30-11:30,14:30-17:00; PH off", "+姓名=王五"]),
        ],
    ),
    (
        "titles within titles of a plan",
        "plan",
        "序号|工作措施|责任单位|完成时限
         一、提升服务|<|<|<
         （一）网点建设|<|<|<
         1|新建站点|办公室|2026年6月
         二、基金安全|<|<|<
         2|专项检查|监管股|2026年9月",
        &[("新建站点", &["group=一、提升服务　（一）网点建设"]), ("专项检查", &["group=二、基金安全"])],
    ),
    (
        "two columns of time that differ, two of units where one is blank",
        "plan",
        "序号|工作任务|具体内容|完成时限|时间节点|责任单位|责任科室|分管领导
         1|建网点|新建3个站点|2026年6月|2026年9月|医保局||甲
         2|配设备|配电脑|2026年7月|||办公室|乙",
        &[
            (
                "新建3个站点",
                &["title=建网点", "+完成时限=2026年6月", "+时间节点=2026年9月", "responsible=医保局", "+分管领导=甲"],
            ),
            ("配电脑", &["deadline=2026年7月", "responsible=办公室"]),
        ],
    ),
    (
        "主项 and 子项, the 主项 merged down",
        "catalog",
        "某县事项清单|<|<|<
         序号|主项名称|子项名称|办理时限
         1|参保登记|首次参保|即时办结
         2|^|中断续保|5个工作日
         3|待遇申领||10个工作日",
        &[
            ("首次参保", &["group=参保登记", "limit=即时办结"]),
            ("中断续保", &["group=参保登记", "limit=5个工作日"]),
            ("待遇申领", &["limit=10个工作日"]),
        ],
    ),
    (
        "three levels, blank cells below the first of each",
        "catalog",
        "一级目录|二级目录|三级目录|服务对象|设定依据
         公共服务类|参保缴费|灵活就业缴费|自然人|条例第一条
         ||单位缴费|用人单位|条例第二条
         |转移接续|跨省转入|自然人|办法第三条",
        &[
            ("灵活就业缴费", &["group=公共服务类", "+二级目录=参保缴费", "clients=自然人", "+设定依据=条例第一条"]),
            ("单位缴费", &["group=公共服务类", "+二级目录=参保缴费"]),
            ("跨省转入", &["group=公共服务类", "+二级目录=转移接续"]),
        ],
    ),
    (
        "a class whose words are those of the law, and a class of business",
        "catalog",
        "序号|事项类别|业务板块|服务事项名称|办件类型
         1|行政确认|待遇|工伤认定|承诺
         2|公共服务|参保|信息查询|即办",
        &[
            ("工伤认定", &["category=行政确认", "group=待遇", "handling=承诺件"]),
            ("信息查询", &["category=公共服务", "group=参保", "handling=即办件"]),
        ],
    ),
    (
        "levels as columns with words of what they do",
        "catalog",
        "序号|事项名称|县级|镇级|村级
         1|慢病认定|终审|初审|收件
         2|信息变更|办结|办结|",
        &[("慢病认定", &["县级=终审", "镇级=初审", "村级=收件"]), ("信息变更", &["县级=办结", "镇级=办结"])],
    ),
    (
        "channels as 1 and 0",
        "catalog",
        "编号|业务名称|镇街窗口|合作药店
         1|参保查询|1|1
         2|参保登记|1|0",
        &[("参保查询", &["镇街窗口=未注明", "合作药店=未注明"]), ("参保登记", &["镇街窗口=未注明", "合作药店=-"])],
    ),
    (
        "channels as yes and no, beside a question that is none",
        "catalog",
        "序号|经办事项|是否收费|县级|村（居）
         1|参保查询|否|是|否
         2|参保登记|否|是|是",
        &[("参保查询", &["+是否收费=否", "县级=未注明", "村（居）=-"]), ("参保登记", &["+是否收费=否", "村（居）=未注明"])],
    ),
    (
        "the same level under two ways",
        "catalog",
        "序号|事项名称|线下办理渠道|<|线上办理渠道|<
         ^|^|县级|镇级|县级|镇级
         1|参保查询|办结|办结|办结|-",
        &[("参保查询", &["线下办理渠道县级=办结", "线上办理渠道县级=办结", "线上办理渠道镇级=-"])],
    ),
    (
        "limits as numbers with the unit in the head",
        "catalog",
        "序号|事项名称|法定办结时限（工作日）|承诺办结时限（工作日）
         1|慢病认定|30|15
         2|产前检查|20|8",
        &[("慢病认定", &["limit=15个工作日", "+法定办结时限（工作日）=30"]), ("产前检查", &["limit=8个工作日"])],
    ),
    (
        "two columns for one thing, the filled one counts",
        "catalog",
        "序号|事项名称|服务对象|适用对象
         1|参保查询|自然人|
         2|单位参保||法人",
        &[("参保查询", &["clients=自然人"]), ("单位参保", &["clients=法人"])],
    ),
    (
        "two columns for one thing that differ: neither counts, both are kept",
        "catalog",
        "序号|事项名称|承诺时限|办结时限
         1|参保查询|5个工作日|7个工作日",
        &[("参保查询", &["+承诺时限=5个工作日", "+办结时限=7个工作日"])],
    ),
    (
        "titles of groups, sums in between, who made it below",
        "catalog",
        "附件1
         编制单位：某某局|<|<|<
         基层经办服务事项表|<|<|<
         序号|办理事项|适用对象|乡级
         （一）参保|<|<|<
         1|参保查询|个人|√
         小计|1||1
         （二）待遇|<|<|<
         1|报销申请|个人|√
         合计|2||2
         制表人：甲|<|审核人：乙|<",
        &[("参保查询", &["group=（一）参保", "number=1"]), ("报销申请", &["group=（二）待遇", "number=1"])],
    ),
    (
        "a count below the title, a blank row, a spacer",
        "catalog",
        "镇级可办清单|<|<|<
         （共2项）|<|<|<
         |||
         序号|可办事项||办理时限
         1|参保查询||当场办结
         2|参保登记||1个工作日",
        &[("参保查询", &["limit=当场办结"]), ("参保登记", &["limit=1个工作日"])],
    ),
    (
        "it goes on on another sheet with fewer columns",
        "catalog",
        "[甲]
         序号|事项名称|服务对象|县级
         1|参保查询|个人|办结
         [乙]
         序号|事项名称|县级
         2|参保登记|受理",
        &[("参保查询", &["县级=办结"]), ("参保登记", &["县级=受理"])],
    ),
    (
        "it goes on on another sheet without a head",
        "catalog",
        "[甲]
         序号|事项名称|服务对象
         1|参保查询|个人
         2|参保登记|单位
         [乙]
         3|异地备案|个人
         4|慢病认定|个人",
        &[("参保查询", &[]), ("参保登记", &[]), ("异地备案", &["clients=个人"]), ("慢病认定", &[])],
    ),
    (
        "items side by side",
        "catalog",
        "序号|事项名称|办理时限|序号|事项名称|办理时限
         1|参保查询|即时办结|3|异地备案|即时办结
         2|参保登记|1个工作日|||",
        &[("参保查询", &["limit=即时办结"]), ("参保登记", &["limit=1个工作日"]), ("异地备案", &["number=3"])],
    ),
    (
        "several parts in one cell of the finer level",
        "catalog",
        "序号|事项名称|子项|所需材料
         1|转移接续|1、转入 2、转出|身份证
         2|凭证打印||身份证",
        &[
            ("转入", &["group=转移接续", "+所需材料=身份证"]),
            ("转出", &["group=转移接续", "+所需材料=身份证"]),
            ("凭证打印", &["+所需材料=身份证"]),
        ],
    ),
    (
        "the same name in two groups",
        "catalog",
        "大项|小项|承诺时限
         单位参保|信息变更|1个工作日
         居民参保|信息变更|2个工作日",
        &[("信息变更", &["group=单位参保", "limit=1个工作日"]), ("信息变更", &["group=居民参保", "limit=2个工作日"])],
    ),
    (
        "towns merged over villages, the channel in the title",
        "points",
        "某县村服务点一览表|<|<|<
         序号|所属乡镇|服务点名称|地址
         1|东镇|甲村点|甲村1号
         2|^|乙村点|乙村2号
         3|西镇|丙村点|丙村3号
         合计|2个镇|3个点|",
        &[
            ("甲村点", &["channel=village", "+所属乡镇=东镇", "address=甲村1号"]),
            ("乙村点", &["channel=village", "+所属乡镇=东镇"]),
            ("丙村点", &["channel=village", "+所属乡镇=西镇"]),
        ],
    ),
    (
        "channels as titles between the rows",
        "points",
        "序号|网点名称|网点地址|邮编
         一、县大厅|<|<|<
         1|县政务大厅|府前路1号|100001
         二、村服务点|<|<|<
         1|甲村点|甲村|100002",
        &[("县政务大厅", &["channel=hall", "+邮编=100001"]), ("甲村点", &["channel=village", "+邮编=100002"])],
    ),
    (
        "levels in a column of classes",
        "points",
        "机构名称|机构类别|机构地址|负责人
         县政务大厅|县级|府前路1号|甲
         甲村点|村级|甲村|乙",
        &[("县政务大厅", &["channel=hall", "+负责人=甲"]), ("甲村点", &["channel=village", "+负责人=乙"])],
    ),
    (
        "cells that say what a head may say",
        "points",
        "站点名称|站点类型|办公时间
         甲村点|村服务点|周一至周五 9:00-17:00
         乙村点|村服务点|按夏季作息时间
         丙村点|村服务点|周一至周五 8:30-11:30",
        &[
            ("甲村点", &["channel=village", "hours=Mo-Fr 09:00-17:00"]),
            ("乙村点", &["channel=village", "hours_note=按夏季作息时间"]),
            ("丙村点", &["channel=village", "hours=Mo-Fr 08:30-11:30"]),
        ],
    ),
    (
        "blocks side by side with one channel for both",
        "points",
        "站点名称|站点地址|站点名称|站点地址|渠道
         甲村点|甲村|乙村点|乙村|村服务点
         丙村点|丙村|丁村点|丁村|村服务点",
        &[
            ("甲村点", &["address=甲村", "channel=village"]),
            ("丙村点", &["address=丙村"]),
            ("乙村点", &["address=乙村", "channel=village"]),
            ("丁村点", &["address=丁村"]),
        ],
    ),
    (
        "heads over heads",
        "points",
        "基本情况|<|<|位置|<
         网点|服务渠道|详细地址|经度|纬度
         甲村点|村服务点|甲村1号|121.40|28.40",
        &[("甲村点", &["channel=village", "address=甲村1号"])],
    ),
    (
        "a mission as group, measures, who leads and who is responsible",
        "plan",
        "序号|重点任务|具体举措|牵头单位|责任单位|完成期限
         1|强基础|建网点|医保局|各镇|2026年6月底
         2|^|配设备|财政局|医保局|2026年9月底",
        &[
            ("建网点", &["group=强基础", "responsible=医保局", "+责任单位=各镇", "deadline=2026年6月底"]),
            ("配设备", &["group=强基础", "responsible=财政局", "+责任单位=医保局"]),
        ],
    ),
    (
        "months as columns, and the state in words",
        "plan",
        "年度任务推进表|<|<|<|<
         类别|工作内容|推进计划|<|是否完成
         ^|^|上半年|下半年|^
         建设|新建站点|选址|建成|是
         ^|改造窗口|设计|完工|推进中",
        &[
            ("新建站点", &["group=建设", "+上半年=选址", "+下半年=建成", "done=是"]),
            ("改造窗口", &["group=建设", "+下半年=完工", "+是否完成=推进中"]),
        ],
    ),
    (
        "tasks under titles, with a sum",
        "plan",
        "序号|工作措施|工作目标|责任股室|时间节点
         一、服务提升|<|<|<|<
         1|培训柜员|全员合格|办公室|2026年5月
         二、基金安全|<|<|<|<
         2|专项检查|全覆盖|监管股|2026年10月
         共计2项|<|<|<|<",
        &[
            ("培训柜员", &["group=一、服务提升", "+工作目标=全员合格", "responsible=办公室", "deadline=2026年5月"]),
            ("专项检查", &["group=二、基金安全", "number=2"]),
        ],
    ),
    (
        "a title of each task beside its wording",
        "plan",
        "领域|任务名称|任务内容|实施单位|协办单位
         经办|提速|压减时限|经办中心|信息科
         ^|扩面|增加网点|经办中心|各镇",
        &[
            ("压减时限", &["group=经办", "title=提速", "responsible=经办中心", "cooperating=信息科"]),
            ("增加网点", &["group=经办", "title=扩面"]),
        ],
    ),
];

#[test]
fn layouts_mean_what_a_clerk_says() {
    assert!(LAYOUTS.len() >= 25, "{}", LAYOUTS.len());
    for (what, kind, grid, wanted) in LAYOUTS {
        let w = fresh(kind);
        w.write("a.xlsx", workbook(grid));
        let run = w.run(&["import", kind, "a.xlsx", "--lang", "zh", "--write"]);
        assert_eq!(run.status, 0, "{what}: {}{}", run.out, run.err);
        let found = records(&w, kind);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, wanted.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{what}: {}", run.out);
        for ((name, said), (_, must)) in found.iter().zip(*wanted) {
            for one in *must {
                // A number that is the row's is not written.
                let counted = one.starts_with("number=") && !said.iter().any(|s| s.starts_with("number="));
                assert!(counted || said.iter().any(|s| s == one), "{what}: {name} has no {one}: {said:?}\n{}", run.out);
            }
        }
        // The same file again says nothing new.
        let again = w.run(&["import", kind, "a.xlsx", "--lang", "zh", "--write"]).expect(0);
        assert!(
            again.out.contains("没有要写的") || again.err.contains("没有要写的"),
            "{what}, again: {}{}",
            again.out,
            again.err
        );
    }
}

#[test]
fn nothing_is_read_that_is_not_there() {
    for (what, kind, grid, says) in [
        ("a table of something else", "catalog", "姓名|年龄|性别\n甲|30|男\n乙|31|女", "姓名、年龄、性别"),
        ("a list without names of places", "points", "序号|人口|面积\n1|300|5", "人口、面积"),
    ] {
        let w = fresh(kind);
        w.write("a.xlsx", workbook(grid));
        let run = w.run(&["import", kind, "a.xlsx", "--lang", "zh", "--write"]);
        assert_eq!(run.status, 2, "{what}: {}", run.out);
        assert!(run.err.contains(says), "{what}: {}", run.err);
        assert_eq!(records(&w, kind).iter().filter(|(n, _)| n != "一件事").count(), 0, "{what}");
    }
}

/// The id of the question whose text holds some words.
fn question(out: &str, words: &str) -> String {
    let after = out.split(words).nth(1).unwrap_or_else(|| panic!("no question “{words}” in\n{out}"));
    after.lines().find_map(|line| line.trim().split_once('=').map(|(id, _)| id.to_owned())).unwrap()
}

#[test]
fn what_a_column_is_is_asked_and_remembered() {
    let w = fresh("catalog");
    let grid = "流水|干什么|找谁\n甲|参保查询|窗口\n乙|参保登记|大厅";
    w.write("a.xlsx", workbook(grid));
    let run = w.run(&["import", "catalog", "a.xlsx", "--lang", "zh", "--write"]).expect(2);
    assert!(run.err.contains("流水、干什么、找谁"), "{}", run.err);
    let id = question(&run.out, "“干什么”这一列是什么");
    let other = question(&run.out, "“找谁”这一列是什么");
    let answers = [format!("--answer={id}=name"), format!("--answer={other}=keep")];
    let mut call = vec!["import", "catalog", "a.xlsx", "--lang", "zh", "--write"];
    call.extend(answers.iter().map(String::as_str));
    w.run(&call).expect(0);
    let found = records(&w, "catalog");
    assert_eq!(found.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>(), ["参保查询", "参保登记"]);
    assert!(found[0].1.contains(&"+找谁=窗口".to_owned()), "{found:?}");
    // Another file with the same heads is not asked about.
    w.write("b.xlsx", workbook("流水|干什么|找谁\n丙|异地备案|窗口"));
    let run = w.run(&["import", "catalog", "b.xlsx", "--lang", "zh", "--write"]).expect(0);
    assert!(!run.out.contains("“干什么”这一列是什么"), "{}", run.out);
    assert!(records(&w, "catalog").iter().any(|(n, _)| n == "异地备案"));
    w.run(&["check", "--lang", "zh"]).expect(0);
}

#[test]
fn a_missing_channel_is_one_question() {
    let w = fresh("points");
    w.write("a.xlsx", workbook("名称|地址\n甲处|甲村\n乙处|乙村\n丙处|丙村"));
    let run = w.run(&["import", "points", "a.xlsx", "--lang", "zh", "--write"]).expect(0);
    assert_eq!(run.out.matches("是哪个渠道").count(), 1, "{}", run.out);
    let found = records(&w, "points");
    assert!(found.len() == 3 && found.iter().all(|(_, said)| !said.iter().any(|s| s.starts_with("channel="))), "{found:?}");
    let id = question(&run.out, "是哪个渠道");
    let run = w.run(&["import", "points", "a.xlsx", "--lang", "zh", "--write", &format!("--answer={id}=2")]).expect(0);
    let found = records(&w, "points");
    assert!(found.len() == 3 && found.iter().all(|(_, said)| said.contains(&"channel=town".to_owned())), "{found:?}{}", run.out);
}

#[test]
fn of_two_columns_that_differ_somebody_chooses_one() {
    let w = fresh("catalog");
    w.write(
        "a.xlsx",
        workbook("序号|事项名称|承诺时限|办结时限\n1|参保查询|5个工作日|7个工作日\n2|参保登记|3个工作日|3个工作日"),
    );
    let run = w.run(&["import", "catalog", "a.xlsx", "--lang", "zh"]).expect(0);
    let id = question(&run.out, "以哪一列为准");
    w.run(&["import", "catalog", "a.xlsx", "--lang", "zh", "--write", &format!("--answer={id}=2")]).expect(0);
    let found = records(&w, "catalog");
    assert!(found[0].1.contains(&"limit=7个工作日".to_owned()), "{found:?}");
    assert!(found[0].1.contains(&"+承诺时限=5个工作日".to_owned()), "{found:?}");
}

#[test]
fn of_two_columns_of_points_and_plans_the_chosen_one_counts() {
    for (kind, grid, answers) in [
        (
            "points",
            "名称|渠道|地址|详细地址\n甲村点|村服务点|甲村|甲村1号",
            [("1", ["address=甲村", "+详细地址=甲村1号"]), ("2", ["address=甲村1号", "+地址=甲村"])],
        ),
        (
            "plan",
            "序号|工作措施|责任单位|完成时限|时间节点\n1|建网点|办公室|6月|9月",
            [("1", ["deadline=6月", "+时间节点=9月"]), ("2", ["deadline=9月", "+完成时限=6月"])],
        ),
    ] {
        for (word, wanted) in answers {
            let w = fresh(kind);
            w.write("a.xlsx", workbook(grid));
            let id = question(&w.run(&["import", kind, "a.xlsx", "--lang", "zh"]).expect(0).out, "以哪一列为准");
            w.run(&["import", kind, "a.xlsx", "--lang", "zh", "--write", &format!("--answer={id}={word}")]).expect(0);
            let found = records(&w, kind);
            assert!(wanted.iter().all(|one| found[0].1.iter().any(|s| s == one)), "{word}: {found:?}");
        }
    }
}

#[test]
fn a_catalog_takes_new_items_where_the_document_has_them() {
    let w = fresh("catalog");
    w.write("a.xlsx", workbook("序号|事项名称|县级\n1|参保登记|办结\n2|转移接续|办结\n3|零星报销|办结"));
    w.run(&["import", "catalog", "a.xlsx", "--write"]).expect(0);
    let names = |w: &Workspace| records(w, "catalog").into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    // New ones where the document has them; the numbers are the document's.
    w.write(
        "b.xlsx",
        workbook("序号|事项名称|县级\n1|信息查询|办结\n2|参保登记|办结\n3|慢病认定|办结\n4|转移接续|办结\n5|零星报销|办结"),
    );
    let run = w.run(&["import", "catalog", "b.xlsx", "--lang", "zh", "--write"]).expect(0);
    assert_eq!(names(&w), ["信息查询", "参保登记", "慢病认定", "转移接续", "零星报销"], "{}", run.out);
    assert!(!run.out.contains("按哪个") && !yaml(&w, "catalog.yaml").to_string().contains("\"number\""), "{}", run.out);
    assert!(w.run(&["import", "catalog", "b.xlsx", "--lang", "zh"]).expect(0).err.contains("和现有的内容一样"));
    // Another order is asked about, once.
    w.write("c.xlsx", workbook("序号|事项名称|县级\n1|零星报销|办结\n2|生育备案|办结\n3|参保登记|办结"));
    let run = w.run(&["import", "catalog", "c.xlsx", "--lang", "zh"]).expect(0);
    let id = question(&run.out, "按哪个");
    w.run(&["import", "catalog", "c.xlsx", "--write"]).expect(0);
    assert_eq!(names(&w), ["信息查询", "参保登记", "慢病认定", "转移接续", "零星报销", "生育备案"]);
    w.run(&["import", "catalog", "c.xlsx", "--write", &format!("--answer={id}=document")]).expect(0);
    let order = names(&w);
    let at = |name: &str| order.iter().position(|n| n == name).unwrap();
    assert!(at("零星报销") < at("生育备案") && at("生育备案") < at("参保登记") && order.len() == 6, "{order:?}");
}

#[test]
fn two_rows_of_one_name_are_told() {
    let w = fresh("points");
    w.write("a.xlsx", workbook("名称|渠道|联系电话\n甲村点|村服务点|0576-80001234\n甲村点|村服务点|0576-80001236"));
    let run = w.run(&["import", "points", "a.xlsx", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("同名，当作两个网点"), "{}", run.out);
    // One column of channels and one of depths: what is not read is said, and the depth is no channel.
    let w = fresh("catalog");
    w.write("a.xlsx", workbook("序号|事项名称|办理渠道|办理深度\n1|参保登记|县大厅|办结\n^|^|乡镇|受理\n2|慢病认定|县大厅|办结"));
    let run = w.run(&["import", "catalog", "a.xlsx", "--lang", "zh", "--write"]).expect(0);
    assert!(run.out.contains("只读第一次"), "{}", run.out);
    let found = records(&w, "catalog");
    assert!(found[0].1.contains(&"+办理深度=办结".to_owned()) && yaml(&w, "catalog.yaml")["channels"].is_null(), "{found:?}");
}

#[test]
fn what_is_hidden_is_asked_about() {
    let mut book = Book::new();
    let sheet = book.add_worksheet();
    sheet.set_name("表").unwrap();
    for (row, cells) in
        [["序号", "事项名称", "内部意见"], ["1", "参保查询", "不公开"], ["2", "参保登记", "再议"]].iter().enumerate()
    {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *text).unwrap();
        }
    }
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(2).unwrap();
    let w = fresh("catalog");
    w.write("a.xlsx", book.save_to_buffer().unwrap());
    let run = w.run(&["import", "catalog", "a.xlsx", "--lang", "zh"]).expect(0);
    let (rows, columns) = (question(&run.out, "第 3 行是隐藏的"), question(&run.out, "C 列是隐藏的"));
    let answers = [format!("--answer={rows}=leave"), format!("--answer={columns}=leave")];
    w.run(&["import", "catalog", "a.xlsx", "--lang", "zh", "--write", &answers[0], &answers[1]]).expect(0);
    let found = records(&w, "catalog");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(!found[0].1.iter().any(|s| s.starts_with('+')), "{found:?}");
}

#[test]
fn every_column_comes_out_again() {
    for (kind, file, grid, kept) in [
        (
            "catalog",
            "catalog.yaml",
            "大项|小项|办理情形|设定依据\n参保|单位参保|首次|条例",
            &["+小项=单位参保", "+设定依据=条例"][..],
        ),
        ("points", "points/imported.yaml", "网点名称|渠道|医院等级|地址\n甲院|县大厅|三级甲等|甲路", &["+医院等级=三级甲等"][..]),
        (
            "plan",
            "plan.yaml",
            "类别|措施|工作目标|牵头单位|责任单位\n甲|建点|十个|医保局|各镇",
            &["+工作目标=十个", "+责任单位=各镇"][..],
        ),
        // What is kept may stand under a head that we have ourselves.
        (
            "catalog",
            "catalog.yaml",
            "序号|事项名称|承诺时限|办结时限|业务类别|行业类别\n1|参保查询|5个工作日|7个工作日|甲|乙",
            &["+承诺时限=5个工作日", "+办结时限=7个工作日", "+行业类别=乙"][..],
        ),
        (
            "points",
            "points/imported.yaml",
            "名称|渠道|地址|详细地址\n甲院|县大厅|甲路|甲路1号",
            &["+地址=甲路", "+详细地址=甲路1号"][..],
        ),
        (
            "points",
            "points/imported.yaml",
            "名称|类型|营业时间|服务时间\n甲院|公办|见公告|看情况",
            &["+类型=公办", "+营业时间=见公告"][..],
        ),
        ("plan", "plan.yaml", "序号|工作措施|完成时限|时间节点\n1|建点|6月|9月", &["+完成时限=6月", "+时间节点=9月"][..]),
    ] {
        let w = fresh(kind);
        w.write("a.xlsx", workbook(grid));
        w.run(&["import", kind, "a.xlsx", "--lang", "zh", "--write"]).expect(0);
        let said = &records(&w, kind)[0].1;
        assert!(kept.iter().all(|one| said.iter().any(|s| s == one)), "{said:?}");
        w.run(&["export", kind, "-o", "out.xlsx", "--lang", "zh"]).expect(0);
        let before = std::fs::read_to_string(w.path().join("content/one").join(file)).unwrap();
        let again = w.run(&["import", kind, "out.xlsx", "--lang", "zh", "--write"]).expect(0);
        let after = std::fs::read_to_string(w.path().join("content/one").join(file)).unwrap();
        assert_eq!(before, after, "{}", again.out);
    }
}

#[test]
fn the_examples_of_a_new_workspace_give_way() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("bureau");
    super::support::yizhan(folder.path(), &["new", "bureau"]).expect(0);
    std::fs::write(root.join("a.xlsx"), workbook("序号|事项名称|镇级\n1|参保查询|办结\n2|异地备案|受理")).unwrap();
    super::support::yizhan(&root, &["import", "catalog", "a.xlsx", "--write"]).expect(0);
    let text = std::fs::read_to_string(root.join("content/my-bureau/catalog.yaml")).unwrap();
    assert!(text.contains("参保查询") && !text.contains("住院费用报销") && !text.contains("number:"), "{text}");
    assert!(!root.join("content/my-bureau/guides/enrol-resident.md").exists());
    std::fs::write(root.join("b.xlsx"), workbook("网点名称|渠道|地址\n甲站|镇级|甲镇1号")).unwrap();
    super::support::yizhan(&root, &["import", "points", "b.xlsx", "--write"]).expect(0);
    assert!(!root.join("content/my-bureau/points/town.yaml").exists());
    let order = super::support::yizhan(&root, &["print-order", "-o", "order", "--lang", "zh"]).expect(2);
    assert!(order.err.contains("某某") && order.err.contains("不能付印"), "{}", order.err);
    let check = super::support::yizhan(&root, &["check", "--format", "json"]);
    assert!(!check.findings().iter().any(|f| f["severity"] == "error"));
}
