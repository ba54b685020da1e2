//! A bureau's programme (实施方案): special services, roles, cooperation networks, delegation, phases, targets, awards, forms.

use super::application::Form;
use super::catalog::Claim;
use super::{Date, Text};
use crate::record;

record! {
    /// What a bureau's document sets up beside the catalog (`programme.yaml`). Every part is optional.
    pub struct Programme = "工作方案" {
        /// Title as published.
        title = "标题": Text { "方案": "照文件写标题" },
        /// Document number and date.
        source = "来源": Option<Text> { "方案": "写文号和日期" },
        /// Introduction in our own words.
        note = "说明": Option<Text> { "方案": "用自己的话介绍几句", as Lines },
        /// Special services with their opening rules.
        services = "特色服务": Vec<SpecialService> { "服务": "一种特色服务写一块" },
        /// Roles of people on duty.
        roles = "岗位": Vec<Role> { "服务": "一种岗位写一块" },
        /// Cooperation networks and delegation.
        networks = "合作网络": Vec<Network> { "服务": "一个合作网络写一块" },
        /// Basic requirements, such as 五有一能.
        requirements = "基本要求": Vec<Requirement> { "要求和目标": "一条基本要求写一行，如：有场所" },
        /// Phases with dates.
        phases = "阶段": Vec<Phase> { "要求和目标": "一个阶段写一块" },
        /// Numeric targets.
        targets = "目标": Vec<Target> { "要求和目标": "一个目标写一行，如：满意率 95%以上" },
        /// Awards and funding.
        awards = "奖励": Vec<Award> { "要求和目标": "一项奖励写一行" },
        /// Application forms.
        forms = "申报表": Vec<Form> { "申报表": "一张申报表写一块" },
    }
}

record! {
    /// A service beyond ordinary hours or places.
    pub struct SpecialService = "特色服务" {
        /// Name as published, such as 舒心延时办.
        name = "名称": Text { "服务": "照文件写名字，如：舒心延时办" },
        /// For whom.
        audience = "服务对象": Option<Text> { "服务": "写为谁服务" },
        /// What it is, as published or shortened.
        text = "内容": Text { "服务": "写是什么服务", as Lines },
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "时间": Option<Text> { "服务": "点方格选什么时候", as Hours },
        /// The rule in words, as published.
        rule = "时间说明": Option<Text> { "服务": "照文件写时间上的规定" },
        /// How to book.
        booking = "预约": Option<Text> { "服务": "写怎么预约" },
        /// Where.
        places = "地点": Vec<Text> { "服务": "写在哪里，一处一行" },
        /// Items that it covers, as named.
        items = "事项": Vec<Text> { "服务": "写包括哪些事项" },
        /// A number of items that the document claims.
        claims = "所称数目": Option<Claim> { "服务": "文件里说有多少项，记在这里，程序会核对" },
        /// Clause.
        clause = "条款": Option<Text> { "服务": "写在第几条，如：三（一）2" },
        /// Remark, such as an assumption that is ours.
        note = "说明": Option<Text> { "服务": "写要说明的", as Lines },
    }
}

record! {
    /// A role, such as 红马甲, or a post with a subsidy.
    pub struct Role = "岗位" {
        /// Name.
        name = "名称": Text { "岗位": "写岗位的名字，如：红马甲" },
        /// Where.
        place = "位置": Option<Text> { "岗位": "写在哪里" },
        /// What the role does.
        duty = "职责": Text { "岗位": "写做什么", as Lines },
        /// How many are needed, in words.
        number = "人数": Option<Text> { "岗位": "写要几个人，如：每站不少于2人" },
        /// Subsidy as published, such as 每人每月300元.
        subsidy = "补助": Option<Text> { "岗位": "照文件写补助，如：每人每月300元" },
        /// Clause.
        clause = "条款": Option<Text> { "岗位": "写在第几条，如：三（一）2" },
    }
}

record! {
    /// A network of partners, or a level to which items are delegated.
    pub struct Network = "合作网络" {
        /// Name, such as 医医合作.
        name = "名称": Text { "网络": "写名字，如：医医合作" },
        /// Who takes part.
        partners = "合作方": Vec<Text> { "网络": "写有谁参加，一个一行" },
        /// What they do.
        text = "内容": Text { "网络": "写做什么", as Lines },
        /// Channel of the catalog that stands for it.
        channel = "渠道": Option<Text> { "网络": "选清单里代表它的那一列", as Channel },
        /// Items as named in the text.
        items = "事项": Vec<Text> { "网络": "照文件写事项，一个一行" },
        /// A number of items that the document claims.
        claims = "所称数目": Option<Claim> { "网络": "文件里说有多少项，记在这里，程序会核对" },
        /// Clause.
        clause = "条款": Option<Text> { "网络": "写在第几条，如：三（一）2" },
    }
}

record! {
    /// One basic requirement.
    pub struct Requirement = "基本要求" {
        /// Name, such as 有场所.
        name = "名称": Text { "要求": "写名字，如：有场所" },
        /// What it means.
        text = "内容": Option<Text> { "要求": "写是什么意思", as Lines },
        /// Clause.
        clause = "条款": Option<Text> { "要求": "写在第几条，如：三（一）2" },
    }
}

record! {
    /// A phase of the work.
    pub struct Phase = "阶段" {
        /// Name.
        name = "名称": Text { "阶段": "写阶段的名字" },
        /// Time as printed.
        period = "时间": Option<Text> { "阶段": "照文件写时间，如：2026年1月至3月" },
        /// First day.
        from = "开始": Option<Date> { "阶段": "写第一天" },
        /// Last day.
        to = "结束": Option<Date> { "阶段": "写最后一天" },
        /// What is done.
        text = "内容": Text { "阶段": "写做什么", as Lines },
        /// Clause.
        clause = "条款": Option<Text> { "阶段": "写在第几条，如：三（一）2" },
    }
}

record! {
    /// A numeric target.
    pub struct Target = "目标" {
        /// What is counted.
        name = "名称": Text { "目标": "写数的是什么，如：满意率" },
        /// Value as printed, such as 70%以上.
        value = "数值": Text { "目标": "照文件写数值，如：95%以上" },
        /// Deadline as printed.
        deadline = "完成时限": Option<Text> { "目标": "照文件写完成时限" },
        /// Clause.
        clause = "条款": Option<Text> { "目标": "写在第几条，如：三（一）2" },
        /// Remark.
        note = "说明": Option<Text> { "目标": "写要说明的", as Lines },
    }
}

record! {
    /// An award or funding.
    pub struct Award = "奖励" {
        /// For what.
        name = "名称": Text { "奖励": "写奖励什么" },
        /// Amount as printed.
        amount = "金额": Text { "奖励": "照文件写金额，如：5万元" },
        /// Who pays.
        payer = "出资": Option<Text> { "奖励": "写谁出钱" },
        /// Clause.
        clause = "条款": Option<Text> { "奖励": "写在第几条，如：三（一）2" },
    }
}
