//! A bureau's programme (实施方案): special services, roles, cooperation networks, delegation, phases, targets, awards, forms.

use super::application::Form;
use super::catalog::Claim;
use super::{Date, Text};
use crate::record;

record! {
    /// What a bureau's document sets up beside the catalog (`programme.yaml`). Every part is optional.
    pub struct Programme = "工作方案" {
        /// Title as published.
        title = "标题": Text,
        /// Document number and date.
        source = "来源": Option<Text>,
        /// Introduction in our own words.
        note = "说明": Option<Text>,
        /// Special services with their opening rules.
        services = "特色服务": Vec<SpecialService>,
        /// Roles of people on duty.
        roles = "岗位": Vec<Role>,
        /// Cooperation networks and delegation.
        networks = "合作网络": Vec<Network>,
        /// Basic requirements, such as 五有一能.
        requirements = "基本要求": Vec<Requirement>,
        /// Phases with dates.
        phases = "阶段": Vec<Phase>,
        /// Numeric targets.
        targets = "目标": Vec<Target>,
        /// Awards and funding.
        awards = "奖励": Vec<Award>,
        /// Application forms.
        forms = "申报表": Vec<Form>,
    }
}

record! {
    /// A service beyond ordinary hours or places.
    pub struct SpecialService = "特色服务" {
        /// Name as published, such as 舒心延时办.
        name = "名称": Text,
        /// For whom.
        audience = "服务对象": Option<Text>,
        /// What it is, as published or shortened.
        text = "内容": Text,
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "时间": Option<Text>,
        /// The rule in words, as published.
        rule = "时间说明": Option<Text>,
        /// How to book.
        booking = "预约": Option<Text>,
        /// Where.
        places = "地点": Vec<Text>,
        /// Items that it covers, as named.
        items = "事项": Vec<Text>,
        /// A number of items that the document claims.
        claims = "所称数目": Option<Claim>,
        /// Clause.
        clause = "条款": Option<Text>,
        /// Remark, such as an assumption that is ours.
        note = "说明": Option<Text>,
    }
}

record! {
    /// A role, such as 红马甲, or a post with a subsidy.
    pub struct Role = "岗位" {
        /// Name.
        name = "名称": Text,
        /// Where.
        place = "位置": Option<Text>,
        /// What the role does.
        duty = "职责": Text,
        /// How many are needed, in words.
        number = "人数": Option<Text>,
        /// Subsidy as published, such as 每人每月300元.
        subsidy = "补助": Option<Text>,
        /// Clause.
        clause = "条款": Option<Text>,
    }
}

record! {
    /// A network of partners, or a level to which items are delegated.
    pub struct Network = "合作网络" {
        /// Name, such as 医医合作.
        name = "名称": Text,
        /// Who takes part.
        partners = "合作方": Vec<Text>,
        /// What they do.
        text = "内容": Text,
        /// Channel of the catalog that stands for it.
        channel = "渠道": Option<Text>,
        /// Items as named in the text.
        items = "事项": Vec<Text>,
        /// A number of items that the document claims.
        claims = "所称数目": Option<Claim>,
        /// Clause.
        clause = "条款": Option<Text>,
    }
}

record! {
    /// One basic requirement.
    pub struct Requirement = "基本要求" {
        /// Name, such as 有场所.
        name = "名称": Text,
        /// What it means.
        text = "内容": Option<Text>,
        /// Clause.
        clause = "条款": Option<Text>,
    }
}

record! {
    /// A phase of the work.
    pub struct Phase = "阶段" {
        /// Name.
        name = "名称": Text,
        /// Time as printed.
        period = "时间": Option<Text>,
        /// First day.
        from = "开始": Option<Date>,
        /// Last day.
        to = "结束": Option<Date>,
        /// What is done.
        text = "内容": Text,
        /// Clause.
        clause = "条款": Option<Text>,
    }
}

record! {
    /// A numeric target.
    pub struct Target = "目标" {
        /// What is counted.
        name = "名称": Text,
        /// Value as printed, such as 70%以上.
        value = "数值": Text,
        /// Deadline as printed.
        deadline = "完成时限": Option<Text>,
        /// Clause.
        clause = "条款": Option<Text>,
        /// Remark.
        note = "说明": Option<Text>,
    }
}

record! {
    /// An award or funding.
    pub struct Award = "奖励" {
        /// For what.
        name = "名称": Text,
        /// Amount as printed.
        amount = "金额": Text,
        /// Who pays.
        payer = "出资": Option<Text>,
        /// Clause.
        clause = "条款": Option<Text>,
    }
}
