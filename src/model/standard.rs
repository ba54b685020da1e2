//! A scoring standard (评分标准): sections, criteria, grades, the facts and parameters that its rules speak of.
//!
//! Pure values as a bureau wrote them. It must not know how marks are worked out; that is `audit`.

pub mod amount;
pub mod rule;

use rust_decimal::Decimal;

use super::{Dict, Id, Text, Tier};
use crate::diagnostic::Spanned;
use crate::{choice, record};
pub use amount::Amount;
pub use rule::Rule;

/// A standard and its id, which is the name of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// The file's name without extension; of `ID@VERSION.yaml`, an earlier version that is kept, the part before the `@`.
    pub id: String,
    /// The file is `ID@VERSION.yaml`: old records are scored under it, new ones are not made.
    pub kept: bool,
    /// What the file holds.
    pub file: StandardFile,
}

impl std::ops::Deref for Standard {
    type Target = StandardFile;

    fn deref(&self) -> &StandardFile {
        &self.file
    }
}

impl Standard {
    /// What the standard is about, for titles: 村级医保经办服务星级评定标准 → 村级医保经办服务星级评定; a bracket at the end, such as
    /// （试行版）, falls away.
    #[must_use]
    pub fn subject(&self) -> &str {
        subject(&self.file.title)
    }

    /// The title of a paper about the standard: its subject with the paper's name, such as 评分表. 评分 is not said twice, also where the document is a sheet itself.
    #[must_use]
    pub fn titled(&self, paper: &str) -> String {
        let subject = self.subject();
        let sheets = ["评分表", "检查表", "复查表", "评分"];
        let about = sheets.iter().find_map(|word| subject.strip_suffix(word)).filter(|rest| !rest.is_empty());
        format!("{}{paper}", about.unwrap_or(subject))
    }

    /// The criteria of all sections, in order.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.file.sections.iter().flat_map(|s| &s.criteria)
    }

    /// The criterion of an id.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria().find(|c| c.id.as_str() == id)
    }
}

fn subject(title: &str) -> &str {
    let plain = title.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')).map_or(title, |(plain, _)| plain);
    plain.strip_suffix("标准").unwrap_or(plain)
}

/// What stands as the source of an imported standard until somebody says what it is.
pub const SOURCE_TO_GIVE: &str = "来源待填";

impl StandardFile {
    /// Whether it says which document it is from.
    #[must_use]
    pub fn has_source(&self) -> bool {
        !matches!(self.source.value.trim(), "" | SOURCE_TO_GIVE | "由表格导入")
    }
}

record! {
    /// A scoring standard (`checklists/*.yaml`). With `total` it gives marks and a grade; without, its criteria are met or not.
    pub struct StandardFile = "评分标准" {
        /// Title as published.
        title = "标题": Text { "标准": "照文件写标题" },
        /// The document and annex that published it.
        source = "来源": Text { "标准": "写出自哪份文件的哪个附件" },
        /// Version; a record names the one that it was made under.
        version = "版本": Text { "标准": "写版本，如：2026" },
        /// Remark for readers, such as an interpretation that is ours.
        note = "说明": Option<Text> { "标准": "写给看的人的说明", as Lines },
        /// Which points it is for; all of them unless stated.
        applies_to = "适用范围": Option<Scope> { "标准": "选用在哪些服务点；空着就是全部" },
        /// Why marks do not add up where the document itself is printed so: 原件小计写9分. Sums are then a warning.
        as_printed = "照原件": Option<Text> { "算分": "原件自己的数就对不上时，写明原件怎么印的" },
        /// Full marks. Absent: a standard without marks.
        total = "总分": Option<Spanned<Decimal>> { "算分": "写满分，如：100；只看合格不合格就空着" },
        /// How marks are rounded. Absent: never.
        rounding = "取整": Option<Rounding> { "算分": "写得分怎么取整；空着就不取整" },
        /// What becomes of the marks of a criterion that does not apply. Absent: such marks stay open.
        not_applicable = "不适用项": Option<Spanned<NotApplicable>> { "算分": "有不适用的项时，选它的分怎么算" },
        /// How marks of bonus criteria count. Absent: they stay open.
        bonus = "加分": Option<Bonus> { "算分": "有加分项时，写最多加多少" },
        /// Facts by the document's own words.
        facts = "数据": Dict<FactDef> { "数据": "写评分要用到的数据，如：办件量" },
        /// Numbers that another document sets.
        parameters = "参数": Dict<Parameter> { "数据": "别的文件定的数写在这里" },
        /// Grades from the highest down.
        grades = "等级": Vec<Grade> { "等级": "从高到低，一级写一行" },
        /// What a total below the lowest grade means, in the document's words, such as 不予评星.
        below_grades = "未达等级": Option<Text> { "等级": "分数不够最低一级时怎么说，如：不予评星" },
        /// Sections in the printed order.
        sections = "项目": Vec<Section> { "评分项": "一个项目写一块，顺序照原件" },
    }
}

record! {
    /// Which points a standard or a criterion is for. Every list that is given must hold.
    pub struct Scope = "适用范围" {
        /// Tiers.
        tiers = "层级": Vec<Tier> { "范围": "选哪几级" },
        /// Channels by id.
        channels = "渠道": Vec<Text> { "范围": "选哪几种渠道", as Channel },
        /// Single points by id.
        points = "服务点": Vec<Text> { "范围": "选哪几个服务点", as Point },
        /// A condition on facts, written as a rule, such as `less_than: {fact: 人口, value: 50000}`.
        fact = "条件": Option<Box<Rule>> { "范围": "要看数据才知道的写成一条规则" },
    }
}

choice! {
    /// Which way a half goes.
    pub enum RoundingMode = "取整方式" {
        /// 四舍五入: a half goes away from zero.
        HalfUp = "half_up" | "四舍五入",
        /// 四舍六入五成双: a half goes to the even digit.
        HalfEven = "half_even" | "四舍六入五成双",
        /// Towards zero.
        Down = "down" | "舍去",
        /// Away from zero.
        Up = "up" | "进位",
    }
}

record! {
    /// How marks are rounded.
    pub struct Rounding = "取整" {
        /// Decimals that stay.
        digits = "小数位": Spanned<u32> { "取整": "写留几位小数，如：1" },
        /// Which way a half goes.
        mode = "方式": RoundingMode { "取整": "选怎么取" },
        /// The grade is taken from the rounded total; otherwise from the exact one.
        before_grade = "先取整再定级": bool { "取整": "先取整再看等级选“是”" },
    }
}

choice! {
    /// What becomes of the marks of a criterion that does not apply, or that is waived.
    pub enum NotApplicable = "不适用项" {
        /// Taken out of the full marks; the rest is scaled up to the total.
        ExcludeAndRescale = "exclude_and_rescale" | "剔除后折算",
        /// Counted in full.
        FullMarks = "full_marks" | "按满分",
        /// Counted as nothing.
        Zero = "zero" | "按零分",
    }
}

record! {
    /// How bonus marks count.
    pub struct Bonus = "加分" {
        /// Most bonus marks together.
        cap = "上限": Option<Spanned<Decimal>> { "加分": "写一共最多加几分" },
        /// The sum may go beyond the total.
        over_total = "可超过总分": bool { "加分": "可以超过满分选“是”" },
    }
}

record! {
    /// A fact that rules speak of.
    pub struct FactDef = "数据" {
        /// Unit, as it prints after the number. A fact in % is written as 96 or 96%.
        unit = "单位": Option<Text> { "数据": "写单位，如：件、%" },
        /// Name of the same fact in the point's file, which then counts as declared.
        from = "取自": Option<Text> { "数据": "写它在服务点里叫什么，就能自动取来" },
        /// How to find it out.
        note = "说明": Option<Text> { "数据": "写怎么查到它" },
    }
}

record! {
    /// A number that another document sets. Without a value the criterion that needs it stays open.
    pub struct Parameter = "参数" {
        /// The value.
        value = "数值": Option<Amount> { "参数": "写数值，如：5%；还没有定就空着" },
        /// The document that sets it.
        source = "来源": Option<Text> { "参数": "写哪份文件定的" },
        /// Remark.
        note = "说明": Option<Text> { "参数": "写要说明的" },
    }
}

record! {
    /// A grade (等级).
    pub struct Grade = "等级" {
        /// Name, such as 三星.
        name = "名称": Text { "等级": "写名字，如：三星" },
        /// Fewest marks, inclusive (以上).
        at_least = "不少于": Option<Spanned<Decimal>> { "等级": "写不少于多少分，含这个数" },
        /// Marks that must be exceeded (以上，不含本数).
        more_than = "超过": Option<Spanned<Decimal>> { "等级": "写要超过多少分，不含这个数" },
    }
}

record! {
    /// A section (项目) of a standard.
    pub struct Section = "项目" {
        /// Title.
        title = "标题": Text { "项目": "照原件写标题" },
        /// Marks that the document gives the section.
        marks = "分值": Option<Spanned<Decimal>> { "项目": "写原件给这个项目的分" },
        /// Share with which the section's marks count, such as 70%: 现场70% + 满意度30%. Absent: in full.
        weight = "权重": Option<Amount> { "项目": "写按多少计入总分，如：70%" },
        /// Clause.
        clause = "条款": Option<Text> { "项目": "写在第几条，如：三（一）2" },
        /// Criteria in the printed order.
        criteria = "评分项": Vec<Criterion> { "项目": "一个评分项写一块" },
    }
}

choice! {
    /// How strongly a clause binds.
    pub enum Modality = "约束程度" {
        /// 须, 应, 不少于: not met means failed.
        Must = "must" | "必须" | "须" | "应",
        /// 一般, 鼓励: not met is noted.
        Should = "should" | "鼓励" | "一般",
        /// 可: for information.
        May = "may" | "可以" | "可",
    }
}

choice! {
    /// What shows that a criterion is met.
    pub enum Evidence = "佐证" {
        /// Papers, registers, minutes.
        Document = "document" | "材料",
        /// A photo.
        Photo = "photo" | "照片",
        /// What the inspector sees.
        Observation = "observation" | "现场查看",
        /// What people answer.
        Interview = "interview" | "询问",
        /// An export of a business system.
        Data = "data" | "系统数据",
        /// A trial application or call.
        Trial = "trial" | "现场试办",
    }
}

choice! {
    /// What the tool itself knows of a point. It is offered as evidence, and never counts as a pass by itself.
    pub enum Known = "系统佐证" {
        /// Items that the point handles, beside its channel's column.
        Items = "items" | "服务事项",
        /// Edition of the list that should hang there.
        Edition = "edition" | "清单版本",
        /// Handbooks that the bureau has published.
        Handbooks = "handbooks" | "业务指南",
        /// Opening hours.
        Hours = "hours" | "服务时间",
        /// People on duty.
        Staff = "staff" | "人员",
        /// Special services with their hours.
        Special = "special" | "特色服务",
    }
}

record! {
    /// One criterion (评分项): a clause and the rule that scores it.
    pub struct Criterion = "评分项" {
        /// Stable id.
        id = "编号": Id { "评分项": "程序自己编，一般不用改" },
        /// Short title.
        title = "标题": Text { "评分项": "用几个字写" },
        /// Full marks of this criterion.
        marks = "分值": Option<Spanned<Decimal>> { "评分项": "写满分" },
        /// The document's own words.
        quote = "原文": Option<Text> { "评分项": "照原件抄", as Lines },
        /// Where they stand.
        clause = "条款": Option<Text> { "评分项": "写在第几条，如：三（一）2" },
        /// The rule.
        rule = "规则": Spanned<Rule> { "怎么算": "选怎么给分" },
        /// What shows it.
        evidence = "佐证": Vec<Evidence> { "怎么算": "选靠什么证明" },
        /// What the tool knows about it and offers as evidence.
        known = "系统佐证": Vec<Known> { "怎么算": "选程序自己知道、可以作参考的" },
        /// How strongly it binds; must unless stated.
        modality = "约束程度": Option<Spanned<Modality>> { "怎么算": "选是必须做到还是鼓励做到" },
        /// 一票否决: not met means no grade; the marks are still shown.
        veto = "否决": bool { "怎么算": "一票否决的选“是”" },
        /// Not met means that the grade is at most this one; the marks are still shown.
        caps_grade = "最高等级": Option<Text> { "怎么算": "做不到时最高只能评到哪一级" },
        /// Marks come on top of the total.
        bonus = "加分项": bool { "怎么算": "是加分项选“是”" },
        /// Only for these points; elsewhere it does not apply.
        when = "适用条件": Option<Scope> { "怎么算": "只对一部分服务点算时写" },
        /// Our remark, such as an interpretation.
        note = "说明": Option<Text> { "其他": "写我们自己的说明", as Lines },
    }
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn titles_say_what_they_are_about() {
        assert_eq!(subject("村级医保经办服务星级评定标准"), "村级医保经办服务星级评定");
        assert_eq!(subject("示范点建设标准（试行版）"), "示范点建设");
        assert_eq!(subject("五有一能"), "五有一能");
    }
}
