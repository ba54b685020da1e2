//! The registry of codes. A code never changes its meaning; a retired one is never used again.
//!
//! `Y1..` reading files, `M2..` what a record holds, `C3..`-`C5..` rules of `yizhan check`, `P6..` publishing, `I7..` what comes
//! back from inspections, `W8..` writing to a workspace.

use super::{Lang, Severity};

/// One kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable id, such as `C301`.
    pub id: &'static str,
    /// Readable name, such as `claimed-count`.
    pub name: &'static str,
    /// How bad it is unless a finding says otherwise.
    pub severity: Severity,
    zh: &'static str,
    en: &'static str,
}

impl Code {
    /// Why the rule exists, in one line.
    #[must_use]
    pub fn why(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// Whether such a finding keeps a command from running, such as a disk that is full or a name that is not there; else the content is wrong.
    #[must_use]
    pub fn could_not_run(&self) -> bool {
        [&codes::WRITE, &codes::NO_SUCH_CHOICE, &codes::NOT_IN_THIS_BUILD, &codes::EXISTS].contains(&self)
    }
}

macro_rules! codes {
    ($($ident:ident = $id:literal $name:literal $severity:ident $zh:literal $en:literal;)*) => {
        /// Every code as a constant, named by what it finds.
        pub mod codes {
            use super::{Code, Severity};
            $(#[doc = $en]
            pub static $ident: Code = Code { id: $id, name: $name, severity: Severity::$severity, zh: $zh, en: $en };)*
        }

        /// All codes in the order of their ids.
        pub fn all() -> impl Iterator<Item = &'static Code> {
            [$(&codes::$ident),*].into_iter()
        }
    };
}

codes! {
    UNREADABLE = "Y101" "unreadable" Error "文件或文件夹读不出来" "a file or folder cannot be read";
    NOT_UTF8 = "Y102" "not-utf8" Error "文件不是 UTF-8 编码" "a file is not encoded in UTF-8";
    EMPTY_FILE = "Y103" "empty-file" Error "文件是空的" "a file is empty";
    TOO_LARGE = "Y104" "too-large" Error "文件超过大小上限" "a file is larger than the limit";
    SYNTAX = "Y105" "yaml-syntax" Error "YAML 写法有误" "the YAML cannot be parsed";
    FULL_WIDTH_COLON = "Y106" "full-width-colon" Error "键后面用了全角冒号" "a key is followed by a full-width colon";
    INDENTATION = "Y107" "indentation" Error "缩进用了全角空格或制表符" "a line is indented with full-width spaces or tabs";
    CURLY_QUOTES = "Y108" "curly-quotes" Error "该用直引号处用了弯引号" "curly quotes stand where straight ones belong";
    TOO_COMPLEX = "Y109" "too-complex" Error "别名展开或嵌套超过上限" "aliases or nesting go beyond the limit";
    OUTSIDE = "Y110" "outside-workspace" Error "路径指到工作区以外" "a path leads out of the workspace";
    SYMLINK = "Y111" "symbolic-link" Error "工作区里有符号链接" "the workspace holds a symbolic link";
    NO_FRONT_MATTER = "Y112" "no-front-matter" Error "Markdown 文件缺少开头的信息块" "a Markdown file has no front matter";
    HTML_REMOVED = "Y113" "html-removed" Warning "Markdown 里有不允许的 HTML，已去掉" "HTML that is not allowed was removed from Markdown";
    BROKEN_FORM = "Y125" "broken-form" Error "表格文件不存在或打不开" "a form that a guide names is missing or cannot be read";
    FORM_TELLS_NAMES = "Y126" "form-tells-names" Warning "表格文件里留着人名" "a form has names of people in its file";
    BROKEN_IMAGE = "Y114" "broken-image" Error "图片打不开或不是图片" "an image cannot be read";
    NOT_A_WORKSPACE = "Y115" "not-a-workspace" Error "文件夹里没有 yizhan.yaml" "the folder has no yizhan.yaml";
    LOCKED = "Y118" "locked" Error "检查记录锁着，没有读" "records of inspections are locked and were not read";
    MISSING_FILE = "Y117" "missing-file" Error "缺少必需的文件" "a file that is needed is missing";
    STRAY_FILE = "Y116" "stray-file" Warning "文件放在不认识的位置，没有用上" "a file lies where nothing reads it";
    REMARK_OR_TEXT = "Y119" "remark-or-text" Warning "YAML 的值里有一部分没有读进来，或读成了别的" "a part of a YAML value is not read, or read as something else";
    MARKDOWN_DOUBT = "Y120" "markdown-doubt" Warning "Markdown 的写法可能与本意不同" "Markdown that may not say what was meant";

    UNKNOWN_KEY = "M201" "unknown-key" Error "不认识的键" "a key that the record does not have";
    MISSING_KEY = "M202" "missing-key" Error "缺少必填的键" "a required key is missing";
    WRONG_TYPE = "M203" "wrong-type" Error "值的类型不对" "a value has the wrong type";
    DUPLICATE_KEY = "M204" "duplicate-key" Error "同一个键写了两次" "a key is written twice";
    DUPLICATE_ID = "M205" "duplicate-id" Error "编号重复" "an id is used twice";
    DANGLING = "M206" "dangling-reference" Error "引用的编号不存在" "a reference names nothing that exists";
    FULL_WIDTH_DIGITS = "M207" "full-width-digits" Error "数字用了全角" "a number is written in full-width digits";
    BAD_VALUE = "M208" "bad-value" Error "值不符合规定的写法" "a value is not in the form that it needs";

    CLAIMED_COUNT = "C301" "claimed-count" Warning "文中所称事项数与清单不符" "a claimed number of items differs from the column";
    CLAIM_WITHOUT_COLUMN = "C302" "claim-without-column" Warning "文中给出事项数的渠道在清单里没有对应的列" "a claim is about a channel that has no column";
    UNKNOWN_DEPTH = "C303" "unknown-depth" Warning "不认识的办理深度" "a depth word is not known";
    HANDLING_CONFLICT = "C304" "handling-conflict" Warning "即办件却写了办理天数" "an item done on the spot takes days";
    NO_HANDLING = "C305" "no-handling" Warning "事项没有办件类型" "an item has no handling type";
    DEEPER_BELOW = "C306" "deeper-below" Warning "下级渠道的办理深度超过上级" "a lower tier goes deeper than the county hall";
    MIXED_BRACKETS = "C307" "mixed-brackets" Warning "全角、半角括号混用" "full- and half-width brackets are mixed";
    BAD_DEADLINE = "C308" "bad-deadline" Warning "时限写法有误或不明确" "a deadline is impossible or vague";
    DAY_UNIT = "C309" "day-unit" Warning "天与工作日不一致" "days stand where the adopted edition says working days";
    WORSE_THAN_ADOPTED = "C310" "worse-than-adopted" Warning "比采用的版本更差" "worse than the adopted edition";
    PROMISED_LONGER = "C311" "promised-longer" Error "承诺时限长于法定时限" "the promised limit is longer than the statutory one";
    PROOF_NOT_LISTED = "C312" "proof-not-listed" Warning "条件里提到的证明没有列入材料" "a proof of the conditions is missing from the materials";
    NOT_REVIEWED = "C313" "not-reviewed" Warning "办事指南或明白纸久未复核" "a guide or leaflet has not been reviewed for long";
    INCOMPLETE_POINT = "C314" "incomplete-point" Warning "服务点缺少时间、电话或投诉电话" "a point lacks hours, phone or complaint phone";
    OFFERED_NOWHERE = "C315" "offered-nowhere" Warning "事项没有任何渠道办理" "an item is offered nowhere";
    ORPHAN_GUIDE = "C316" "orphan-guide" Warning "指南对应的事项不在清单里" "a guide is about an item that the catalog lacks";
    NO_MARK = "C317" "no-mark" Warning "没有放置官方标志文件" "the file of the official mark is missing";
    NO_LICENSED_FONT = "C318" "no-licensed-font" Warning "没有官方规定的字体文件" "the typefaces that the rule names are missing";
    BAD_PHONE = "C319" "bad-phone" Warning "电话号码写法有误" "a phone number is malformed";
    BAD_HOURS = "C320" "bad-hours" Error "服务时间写法有误" "opening hours cannot be understood";
    LIMIT_MISMATCH = "C321" "limit-mismatch" Warning "指南时限与清单不一致" "a guide's limit differs from the catalog";
    NO_CALENDAR = "C322" "no-calendar" Warning "缺少当年的节假日历" "the calendar lacks the current year";
    NAMED_DIFFERENTLY = "C323" "named-differently" Warning "同一名称在文件里写法不一" "one name is written in two ways";
    CLAIMED_PARTS = "C324" "claimed-parts" Warning "文中所称数目与表格不符" "a claimed number of parts differs from the table";
    WRONG_ANNEX = "C325" "wrong-annex" Warning "附件编号、年份或名称前后不一" "an annex is numbered, dated or named inconsistently";

    BAD_URL = "C326" "bad-url" Error "网址写法有误，二维码会打不开" "an address is malformed: its code would lead nowhere";
    BAD_LOCATION = "C327" "bad-location" Warning "坐标超出范围或坐标系不认识" "coordinates are out of range or of an unknown system";
    TOO_LONG = "C328" "too-long" Warning "申报表的文字超过字数上限" "a text of an application form is too long";
    BLANK_FIELDS = "C329" "blank-fields" Warning "申报表有空栏" "an application form has blank fields";
    BAD_PLATE = "C340" "bad-plate" Error "门牌写法有误" "the pattern of a door plate is malformed";
    BAD_WINDOWS = "C341" "bad-windows" Warning "窗口的数目或号码有误" "the number of windows, or the number of one, is wrong";
    TOO_LONG_FOR_PAPER = "C342" "too-long-for-paper" Warning "文字太长，一张纸放不下" "a text is too long for its sheet";
    NO_CHANNEL = "C343" "no-channel" Warning "服务点还没有渠道，哪里也不显示" "a point has no channel yet, and is shown nowhere";
    HELD_BACK = "C344" "held-back" Warning "文字里的手机号、身份证号没有公布" "mobiles or identity numbers within words are not published";
    COLUMN_HELD_BACK = "C345" "column-held-back" Warning "表里带来的栏目有人名、电话一类，不上网也不印" "columns with names or numbers of people are kept out of pages and print";
    NOT_REGISTERED = "C346" "not-registered" Warning "政府网站应当写明的，有些还没有写" "something that a government site must state is missing";
    UNKNOWN_STANDARD = "C356" "unknown-standard" Warning "公开标准里写了没有的标准" "a standard to be published does not exist";
    NO_EVERYDAY_WORDS = "C350" "no-everyday-words" Warning "事项没有群众常用的说法" "items lack the words that people search for";
    UNSURE_PLATE = "C347" "unsure-plate" Warning "门牌上的地名看不准" "the place on a door plate is not certain";
    EDITORS_NOTE = "C348" "editors-note" Warning "编写说明混在公开的文字里" "a note of those who write the files stands in a public text";

    SUM_OF_MARKS = "C401" "sum-of-marks" Error "分值合计不符" "marks do not sum";
    NO_BELOW_POLICY = "C402" "no-below-policy" Warning "达标线以下如何计分没有写明" "what happens below the threshold is not stated";
    STANDARD_FACT = "C403" "standard-fact" Error "评分标准用到未定义的数据" "a standard uses a fact that it does not define";
    RECORD_MISMATCH = "C404" "record-mismatch" Error "检查记录与标准或服务点对不上" "a record does not fit its standard or point";
    GRADES = "C405" "grades" Error "等级分数线有误" "grades overlap or cannot be reached";

    GRADE_GAP = "C406" "grade-gap" Warning "低于最低等级怎样处理没有写明" "what a total below the lowest grade means is not stated";
    NO_FLOOR = "C407" "no-floor" Warning "扣分可能超过分值，没有写明扣到多少为止" "deductions can exceed the marks and no floor is stated";
    NO_QUOTE = "C408" "no-quote" Warning "评分项没有原文或佐证" "a criterion lacks the document's words or its evidence";
    UNUSED_FACT = "C409" "unused-fact" Warning "数据或参数没有规则用到，或参数没有出处" "no rule uses a fact or parameter, or a parameter has no source";
    RECORD_CHAIN = "C410" "record-chain" Error "轮次、更正或合并前后接不上" "rounds, corrections or merged sheets do not fit together";
    FUTURE_DATE = "C411" "future-date" Error "日期还没有到" "a date lies in the future";
    RECORD_CHANGED = "C412" "record-changed" Error "被更正的记录后来又改动过" "a record that a correction names was changed afterwards";
    PERCENT_UNIT = "C413" "percent-unit" Warning "一边写百分号、一边没写，比较会差一百倍" "a number in per cent meets one that is not: they differ a hundredfold";
    NOT_LISTED = "C414" "not-listed" Warning "写了公示却不会公示" "released, and yet not published";
    JUDGES_NOTHING = "C415" "judges-nothing" Error "标准什么也不判，谁都通过" "a standard judges nothing: every point passes";
    SOURCE_MISSING = "C416" "source-missing" Warning "评分标准没有写来源" "a standard does not say which document it is from";
    PRINTED_SUM = "C417" "printed-sum" Warning "分值照原件，但加不起来" "marks are as printed, and do not add up";

    NO_GLYPH = "P601" "no-glyph" Error "字体里没有这个字" "no font has the character";
    TEMPLATE = "P602" "template" Error "模板出错" "a template fails";
    WRITE = "P603" "write" Error "写不进输出文件夹" "the output cannot be written";
    NO_SUCH_CHOICE = "P605" "no-such-choice" Error "命令里写的编号不存在" "the command names something that is not there";
    SYSTEM_FONT = "P606" "system-font" Warning "用了本机字体补字，别的电脑可能印得不同" "a font of this machine fills in: other machines may print otherwise";
    DUPLICATE_PATH = "P607" "duplicate-path" Error "两样东西要写进同一个文件" "two artifacts have one path";
    BROKEN_FONT = "P608" "broken-font" Error "字体文件打不开" "a font file cannot be opened";
    NOT_IN_THIS_BUILD = "P609" "not-in-this-build" Error "这个程序编译时没有带这项功能" "this build of the program lacks a feature";
    UNSOURCED = "P610" "unsourced" Error "评分标准没有来源，不能印进公文" "a standard without its source cannot be cited in print";
    BROKEN_LINK = "L501" "broken-link" Error "页面里的链接或位置不存在" "a link or anchor of a page leads nowhere";
    NO_ALT = "L502" "no-alt" Error "图片没有替代文字" "a picture has no alternative text";
    ID_TWICE = "L503" "id-twice" Error "一页里编号重复" "an id is used twice in a page";
    SAME_TITLE = "L504" "same-title" Warning "两页标题一样，或没有标题" "two pages share a title, or one has none";
    ASKS_OUTSIDE = "L505" "asks-outside" Error "页面会向别的网站要东西" "a page asks another machine for something";
    NOT_TAKEN_IN = "I701" "not-taken-in" Error "交回的检查结果不能收下" "what came back from an inspection cannot be taken in";
    BUSY = "W801" "busy" Error "别人正在写这个工作区" "somebody else is writing to the workspace";
    QUESTION = "W802" "question" Error "有问题要人来定，没有回答就不写" "a question is open: nothing is written before it is answered";
    EXISTS = "W803" "exists" Error "那里已有文件，不覆盖" "a file is already there and is not overwritten";
    LEAK = "P604" "leak" Error "内部文件出现在公开目录" "an internal artifact lies under the public site";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_or_a_disk_at_fault_is_no_fault_of_the_content() {
        let names: Vec<&str> = all().filter(|code| code.could_not_run()).map(|code| code.name).collect();
        assert_eq!(names, [codes::WRITE.name, codes::NO_SUCH_CHOICE.name, codes::NOT_IN_THIS_BUILD.name, codes::EXISTS.name]);
    }
}
