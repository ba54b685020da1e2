//! The words of scoring, as patterns over one whole clause: what a pattern does not account for to the last character is not understood.
//!
//! Patterns are written over text in half width without spaces ([`super::clauses`]).

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A number of marks: 2, 0.5, .5, 0。5 as it is mistyped, 半, 二.
const MARKS: &str = r"(?:\d+(?:[.。]\d+)?|\.\d+|半|[零一二两三四五六七八九十壹贰叁肆伍])";

/// What is counted one by one. Those of several characters come first.
pub const MEASURE: &str = "(?:人次|户次|车次|件次|人天|课时|学时|班次|窗口|网格|件\\(次\\)|次\\(件\\)|次\\(个\\)|个\\(次\\)|人\\(次\\)|次\\(人\\)|处\\(次\\)|个工作日|工作日|个月|个季度|季度|半天|小时|分钟|百分点|\
     次|项|处|例|起|件|个|条|台|本|名|位|户|家|天|日|份|样|种|类|块|张|月|季|年|周|篇|卷|笔|辆|车|宗|批|题|间|门|场|期|套|节|支|幅|村|组|只|枚|盏|棵|株|所|班|页|人|点|段|栋|桶|袋|瓶|盒|把|根|面|扇|步|轮|科|组|栏|册|具|头|针|句|座|封|口|盆|艘|匹|架|幢|间|副|顶|片|列|班次|堂|课|稿|票|单|岗|机|窗口|网格)";

/// One pattern over a whole clause.
pub struct Pattern(Option<Regex>);

impl Pattern {
    fn new(text: &str) -> Self {
        let text = text.replace("MARKS", MARKS).replace("MEASURE", MEASURE);
        // A pattern that does not compile fits nothing; a test holds that all compile.
        Self(Regex::new(&text).ok())
    }

    /// Whether it fits.
    pub fn fits(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|p| p.is_match(text))
    }

    /// The parts of what fits.
    pub fn parts<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.0.as_ref()?.captures(text)
    }

    /// A text without what fits.
    pub fn without(&self, text: &str) -> String {
        self.0.as_ref().map_or_else(|| text.to_owned(), |p| p.replace_all(text, "").into_owned())
    }
}

/// A part of what fitted, empty where it is not there.
pub fn part<'t>(found: &Captures<'t>, name: &str) -> &'t str {
    found.name(name).map_or("", |m| m.as_str())
}

macro_rules! patterns {
    ($( $(#[doc = $doc:literal])* $NAME:ident = $text:expr; )*) => {
        $( $(#[doc = $doc])* pub static $NAME: LazyLock<Pattern> = LazyLock::new(|| Pattern::new($text)); )*

        #[cfg(test)]
        const ALL: &[(&str, &LazyLock<Pattern>)] = &[$( (stringify!($NAME), &$NAME) ),*];
    };
}

patterns! {
    /// …扣2分, 每处扣0.5分, 扣2分/次, 另扣1分, 缺一项扣1.
    OFF = r"^(?P<before>.*?)(?:的(?:均|都|则|即|应|将|可))?(?P<how>(?:另外|另行|另|再|加|各|分别|一律|直接|予以|给予)*)(?:扣除|扣减|扣罚|罚扣|减扣|扣|减去|减)(?:(?P<marks>MARKS)分|(?P<bare>\d+(?:\.\d+)?))(?P<times>(?:/|每)MEASURE)?(?P<note>\([^()]*\))?$";
    /// 未佩戴胸牌-1分/次.
    MINUS = r"^(?P<before>(?:.*[^\d.%~])?)-(?P<marks>MARKS)分(?P<times>/MEASURE)?$";
    /// 扣一半分值.
    HALF = r"^(?P<before>.*?)(?:扣除|扣减|扣|减)(?:本项|该项|此项)?(?:一半分值|一半的分值|分值的一半|一半分数|一半分|一半|50%的?分值)$";
    /// 扣该项分值的20%.
    PART = r"^(?P<before>.*?)(?:的)?按(?:照)?(?:本项|该项|此项)?(?:分值|分数|标准分)的(?P<percent3>\d+)%(?:予以)?(?:扣分|扣减|扣除|扣)$|^(?P<before3>.*?)(?:扣除|扣减|扣|减)(?:(?:本项|该项|此项)?(?:分值|分数|标准分|总分)的(?P<percent>\d+)%|(?P<percent2>\d+)%的(?:分值|分数|分|标准分))$";
    /// 不得分, 计0分, 扣完全部分值.
    NOTHING = r"^(?P<before>.*?)(?:本小项|该小项|本项|该项|此项|本条|该条|即|则|均|都|一律|直接|的)*(?:不得分|不给分|不计分|不予计分|不予得分|不赋分|(?:得|计|记|按|为)(?:0|零)分(?:计|计算)?|(?:扣除|扣完|扣光|扣)(?:本项|该项|此项)?(?:全部分值|全部分数|全部得分|全部分|所有分值|全分|满分)|全扣)(?P<note>\([^()]*\))?$";
    /// 得5分, 得满分.
    GIVES = r"^(?P<before>.*?)(?:可得|得|计|记|给|赋|按)(?:本项|该项|此项)?(?:(?P<marks>MARKS)分|(?P<full>满分|全分)(?:计|计算)?)$";
    /// 加1分, 每次加0.5分.
    ADDS = r"^(?P<before>.*?)(?P<how>(?:另外|另|再|各|可|给予|予以)*)(?:奖励|加|奖)(?P<marks>MARKS)分(?P<times>/MEASURE)?$";
    /// 最多扣3分, 累计扣分不超过3分, 封顶2分.
    CAP = r"^(?P<scope>.*?)(?:扣分|加分|得分)?(?:总额|总数|总分|总计)?(?:(?:最多|最高|至多|上限)(?:可|只|累计|共|合计|为|不超过|得)*(?:扣除|扣减|扣|加|减|奖励)?(?:至|到)?|(?:最高|最多)?不(?:得|能)?(?:超过|多于|高于)|(?:以)|封顶|(?:扣|加)满)(?P<marks>MARKS)分(?:为限|为止|封顶|以内)?$";
    /// 2分封顶.
    CAP_LAST = r"^(?P<scope>.*?)(?P<marks>MARKS)分(?:封顶|为限)$";
    /// 扣完2分为止.
    CAP_END = r"^(?:累计|最多|合计|总计|直至|直到)*(?:扣完|扣满|扣至|扣)(?P<marks>MARKS)分为止$";
    /// 扣完为止, 不计负分.
    TO_THE_END = r"^(?:但)?(?:直至|直到|至)?(?:(?:将)?(?:本项|该项|此项|本小项|该小项)?(?:的)?(?:全部|所有)?(?:分值|分数|标准分|得分|分)?(?:扣完|减完|扣光|扣至0分|扣至零分|扣到0分|扣为0分)(?:本项|该项|此项|本小项|该小项)?(?:的)?(?:全部|所有)?(?:分值|分数|标准分|得分|分)?(?:为止)?|(?:本项|该项|此项)?(?:不计|不出现|不得|不扣|不记)负分|不倒扣(?:分)?|最低(?:得|计|为|记)?(?:0|零)分)$";
    /// 最低得2分.
    FLOOR = r"^(?:本项|该项|此项)?(?:最低|最少|至少)(?:得|计|为|记|保留)(?P<marks>MARKS)分$";
    /// 一票否决.
    VETO = r"^(?P<before>.*?)(?:实行|予以|即|则|直接|的)*一票否决(?:制)?$";
    /// 按完成比例得分.
    SHARE = r"^(?P<before>.*?)(?:的)?按(?:照)?(?:实际)?(?P<of>.{0,6}?)(?:的)?比例(?:折算)?(?:得分|计分|扣分|扣减|给分|赋分|计算得分|计算|折算|扣减分值|扣除分值)?$";
    /// 以第三方测评得分(百分制)折算为10分.
    SCALED = r"^(?:以|按)?(?P<by>.{1,16}?)(?:的)?(?:测评|评价|评估|考核|打分|评议|测评结果)?(?:得分|分数|成绩|结果)?\(百分制\)(?:折算)(?:为|成)?(?P<marks>MARKS)分$";
    /// 不扣分, 不重复扣分.
    EXEMPT = r"^(?P<before>.*?)(?:不扣分|不扣|不予扣分|免予扣分|免扣分|不重复扣分|不作扣分|不再扣分|不再重复扣分|不加分)$";
    /// 节假日脱岗加倍扣分.
    DOUBLE = r"^(?P<before>.+?)(?:的)?(?:加倍|双倍|翻倍)扣(?:分|减|除)?$";
    /// B类2分, behind a deduction of A类.
    LABEL = r"^(?P<before>[^\d%]{1,8}?)(?:扣)?(?P<marks>MARKS)分$";
    /// 本项满分5分.
    STATED = r"^(?:本项|该项|此项|本条|本小项)?(?:标准)?(?:满分|分值|共计|共|计|总分|标准分|基本分|基础分)*(?:为|:)?(?P<marks>MARKS)分$";
    /// 实行扣分制; 扣分不超过本项分值.
    FRAME = r"^(?:本项)?(?:实行|采用|采取)?扣分(?:制|实行累计制|采用累计制)$|^(?:本项|该项|本条|本指标)?(?:实行|采用|采取|按|为)?(?:倒扣|倒扣分|扣分|减分|反向扣分|逆向扣分)(?:制|法|方式|办法)(?:计分|评分|考核|进行计分)?$|^(?:以上|上述)?(?:各项|各条)?(?:累计)?扣分(?:累计)?(?:以|不超过|不得超过)(?:扣完)?(?:本项|该项|此项)?(?:总分|分值|满分|标准分)(?:为限|为止)?$";
    /// 扣分标准: and the like, before a colon.
    INTRO = r"^(?:[^\d]{0,40}?)(?:按|依)?(?:照)?(?:下列|以下|如下)?(?:标准|办法|情形|情况)?(?:扣分|评分|计分|得分|打分|加分|考核)(?:标准|办法|方法|细则|规则|原则|项|情形|依据)?(?:如下)?$";
    /// 按发现渠道分别处理.
    APART = r"^(?P<before>.+?)(?:分别|逐项|单独)(?:计算|处理|计分|扣分|累计)$";
    /// Words that leave marks to judgement, or that no rule knows.
    JUDGED = r"酌情|酌减|酌处|视情|视.{0,8}(?:情况|情节|程度|轻重)|适当|按.{0,4}(?:情节|轻重)|根据.{0,12}(?:情况|情节|程度|结果)(?:评分|打分|扣分|计分|给分)|左右|(?:^|[^乱不])倒扣|负分|保底|不封顶|参照|依次|递增|递减|上浮|下浮|倍";
    /// What is done besides taking marks off.
    SANCTION = r"取消.{0,8}(?:资格|称号)|(?:直接|一律)(?:定|评|判)为|(?:定|评|判)为(?:不合格|不称职|不达标|差|末位)|保底|(?:^|[^乱不])倒扣|不设最低|不封底|可(?:计|出现|为)负|降.{0,3}(?:等次|档次)|降(?:一)?(?:等|档)";
    /// Words that speak of marks.
    SPEAKS = r"\d分(?:$|[^钟之])|[半零两]分|(?:^|[^十充部百])分值|扣|(?:得|加|减|计|记|评|打|赋|折|给)[一二三四五六七八九十]?分|满分|否决|封顶|折算|按.{0,8}比例";
    /// What looks as if it spoke of marks, and does not: 不得分解住院, 克扣, 百分之五, 参加分组.
    OTHER = r"应扣(?:未扣|不扣|尽扣)|一票否决(?:制度|制|权)?[^。]{0,6}(?:未|没有|无|不)|每(?:再)?(?:下降|降低|降|低于|低|少|减少|差|提高|增加|高|升高)\d+(?:\.\d+)?分$|(?:达到|达|≥|低于|达不到|不足|未达到|高于|超过|大于|小于|不低于)\d+(?:\.\d+)?分(?:的|以上|及以上)?$|不得分(?:解|包|拆|散|割|流|配|批|担|摊|开|装|期)|(?:参|增|更)加分|[克折回抵代]扣|扣(?:押|留|缴|款|薪|发|工资|除标准|带|件)|\d分(?:钟|之)|(?:百|千|万|十|三|四|五)分之";
    /// 每下降0.1%, 每低1个百分点, 每低于目标1个百分点.
    STEP_DOWN = r"^(?P<before>.*?)每(?:再)?(?:下降|降低|降|低于|低|少|减少|差|下滑|未达到)(?:目标|任务|标准|基数|该值)?(?P<every>\d+(?:\.\d+)?|一)(?:个)?(?P<unit>%|百分点|分)(?:的)?$";
    /// 每提高10个百分点.
    STEP_UP = r"^(?P<before>.*?)每(?:再)?(?:提高|上升|增加|增长|高于|高出|高|提升|超过|超出|超)(?:目标|任务|标准|基数)?(?P<every>\d+(?:\.\d+)?|一)(?:个)?(?P<unit>%|百分点|分)(?:的)?$";
    /// What marks that are measured end with: 每低1分, 达到85分.
    POINTS = r"(?:每(?:再)?(?:下降|降低|降|低于|低|少|减少|差|提高|增加|高|升高)|达到|达|≥|>=|不低于|低于|高于|超过|不足|不满)\d+(?:\.\d+)?分$";
    /// 参保率以95%为满分.
    FULL_AT = r"^(?P<noun>.*?)以(?:达到)?(?P<value>\d+(?:\.\d+)?)%为(?:满分|基准|基准值|目标|目标值)$";
    /// Any step of a share.
    STEP_ANY = r"每.{0,8}(?:%|百分点|万分之|千分之|百分之)";
    /// 以50%为基数.
    BASE = r"^以(?P<value>\d+(?:\.\d+)?)%为基数$";
    /// 每满3天: whole ones count, as the word says.
    EACH_FULL = r"每满(?:\d+|[一二两三四五六七八九十半])MEASURE";
    /// 每2次: what is left over is not said.
    EACH_SOME = r"每(?:少|缺|多|超过|超出|超|逾期|延迟|减少|增加|低|高|有|出现|发生|发现)?(?:(?:[2-9]|\d\d+|\d+\.\d+|[两二三四五六七八九十]+)[^名]|(?:1|一)(?:平方米|平米|㎡|米|公里|亩|元|万元|吨|公斤|分钟|小时))";
    /// 缺岗3人次及以上: a number that bounds, and no 第三次及以上.
    SEVERAL = r"(?:^|[^第\d])(?:[2-9]|\d\d+|[两二三四五六七八九十])(?:MEASURE|平方米|㎡|元)?(?:及以上|以上|及以下|以下|以内)";
    /// 每次, 每人每次, 每半天, 每个村 right before the marks.
    EACH_LAST = r"^(?P<before>.*?)(?P<each>每(?:满)?(?:\d+|[一二两三四五六七八九十])?(?:MEASURE[^每,、的扣]{0,5}|[^每,、的]{1,2})(?:每MEASURE)?)(?:的)?$";
    /// 每次, 每人每次: nothing but what is counted.
    EACH_PURE = r"^每(?:满)?(?:\d+|[一二两三四五六七八九十])?(?:MEASURE|[^每,、的]{1,2})(?:每MEASURE)?$";
    /// 每缺一项, 每个村未… at the beginning.
    EACH_FIRST = r"^(?:凡|对|若|如|其中|其他|其它)?每";
    /// 一处不符合, 1例未登记 at the beginning, behind words of finding.
    ONE_FIRST = r"^(?:\(?[①-⑳]\)?)?(?:经|凡|若|如|如有|若有|有|发现|查实|检查发现|抽查发现|暗访发现|现场发现|出现|发生|存在)*(?:一|1)MEASURE";
    /// 发现一例, 缺一天, 少配一名, 漏保一人, 被通报一次.
    ONE_AFTER = r"(?:发现|查实|出现|发生|存在|缺少|缺席|缺|少|漏|错|迟|超期|超|欠|丢失|退回|有)[^一1,、]{0,3}(?:一|1)MEASURE";
    /// 缺席一次 at the end.
    ONE_LAST = r"(?:一|1)(?:MEASURE)(?:的)?$";
    /// 一人一档, 一次性, 一站式: no counting.
    ONE_WORD = r"“[^”]*”|第(?:一|1)MEASURE|^一类|超过(?:一|1)(?:年|个月|月|周|天|日|小时)未|(?:一|1)(?:年|个月|月|周|天|日|小时|个工作日)(?:内|之内|以内|后未)|(?:一|1)(?:MEASURE)(?:及以上|以上)|一MEASURE(?:性|式)|一[^一,、]{1,2}一[^,、]?|一(?:把手|本通|张网|张表|张图|张清单|条龙|次办|次告知|件事|体|网|窗|门式|门通办|站|卡通|码|键|事一议|老一小|线|般|定|致|律|直|并|旦|经|些|方面|系列|盘棋|支笔|证通|对一|岗双责|票)";
    /// 缺一铺, 一铺未…: what is counted is no word that is known.
    ONE_UNKNOWN = r"^(?:经|凡|若|如|有|发现|查实|出现|发生|存在)*(?:一|1)[^\d一二三四五六七八九十次]|(?:缺|少|漏|错|发现|出现|发生|存在)(?:一|1)[^\d]|(?:一|1)[^\d,、]{1,2}$";
    /// What changes marks behind a deduction, and no rule says.
    RISK = r"倍|翻番|翻一番|减半|折半|酌|类推|为限|最多|最高|上限|第[\d一二三四五六七八九十]+(?:MEASURE)?(?:起|以后|及以后)|归零|清零|返还|加重|从重|从轻|视为|负分|负数|封底|不封|不设|忽略|容忍|递增|递减|递次|乘以|平均值|系数|无分|为零|零分|其余|其他情况|按.{0,6}(?:天|次|项|个百分点|个)(?:计算|计)|不足.{1,8}(?:按|算)";
    /// What may stand behind a deduction without a meaning for marks.
    HARMLESS = r"为准$|为依据$|为据$|整改|补[报办齐录]|改正|纠正|通报|约谈|问责|追责|追究|移交|责令|限期|备案|除外|不含|不包括|^含|^\(|查看|查阅|调阅|核对|现场|实地|随机|抽查|抽问|走访|询问|回访|电话|^见|详见|附件|^注|备注|说明|^由.{1,12}(?:负责|提供|认定|核实|出具)|(?:材料|证明|资料|记录|台账|照片|清单|名单)$";
    /// From the fourth on: 从第4人次起.
    FROM = r"(?:从|自)?第(?P<number>\d+|[一二三四五六七八九十])(?:MEASURE)?(?:起|以后|及以后|以上|及以上)";
    /// 个村未…, 份不合格, ×: what 每 counts stands right behind it.
    MEASURED = r"^(?:MEASURE|\d|[×√])";
    /// What happens, in contrast to what there is or is not.
    EVENT = r"^(?:凡|若|如|经查实|经核实|经|因|[①-⑳])*(?:发生|出现|发现|被|查实|违反|违规|受到|造成|引发|引起|擅自|迟到|早退|旷工)";
    /// Words that need what stands before them.
    LEANS = r"^(?:经(?:查实|核实|查证|调查属实|查证属实)的?|查实的?|属实的?|的|则|均|都|应|将|可|即|否则|且|并|仍|或|而|但|以及|及|每MEASURE(?:每MEASURE)?|每?(?:查实|发现|出现|发生|有)(?:一|1)MEASURE|(?:一|1)MEASURE|即|又|也)*$";
    /// A clause that goes on from the one before.
    GOES_ON = r"^(?:且|并|仍|或|而|但|又|也|以及|致使|造成|导致|经(?:查实|核实|查证|提醒|督促|催办))";
    /// A clause that names a fault.
    FAULTY = r"未|无|没|不|缺|漏|错|超|逾|违|擅|拒|虚|假|迟|旷|被|乱|脏|损|破|混|过期";
    /// （查阅资料）: how one looks, behind the marks.
    LOOKS = r"^\((?:查|看|现场|实地|电话|抽查|抽问|随机|询问|访谈|调阅|翻阅|核对|核查|走访|暗访|见|资料|材料|台账|以.{1,8}为准)[^()]*\)$";
    /// 一次以上, 3起及以上: a number that is reached or not.
    REACHED = r"(?:\d+|[一二两三四五六七八九十])(?:MEASURE)(?:及以上|以上)";
    /// What stands in brackets, where it is more than a counter.
    NOTE = r"\([^()]{3,}\)";
    /// What stands in quotation marks.
    QUOTED = r"“[^”]*”";
    /// 两次, 2名及以上: nothing but a number.
    BARE_NUMBER = r"^(?:\d+|[两二三四五六七八九十])(?:MEASURE)(?:及以上|以上)?$";
    /// 超时3天以上, 超过3天, 3天以内.
    LIMIT = r"^(?:.*?)(?:(?P<above>超过|超出|多于)(?P<number>\d+)(?:MEASURE)|(?P<number2>\d+)(?:MEASURE)(?:以内|以下|及以下))";
    /// A clause that begins with a fault of its own.
    FAULTY_START = r"^(?:未|没有|不|无|造成|导致|引发|引起|被|逾|超)";
    /// 缺一项, 缺1间, 少一种, 缺一.
    MISSING = r"^(?P<before>.*?)(?:每)?(?:缺少|缺|少|漏)(?:任何)?(?:一|1)?(?P<measure>项|样|种|件|个|台|间|份|块|类|处|本|套)?(?:的)?$";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for (name, pattern) in ALL {
            assert!(pattern.0.is_some(), "{name}");
        }
    }
}
