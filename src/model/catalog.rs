//! The catalog (服务清单): the items of one edition, items × channels.

use super::{Depth, Dict, Id, Limit, Text};
use crate::diagnostic::Spanned;
use crate::{choice, record};

choice! {
    /// The level of a channel (层级). Third parties stand beside a tier.
    pub enum Tier = "层级" {
        /// The bureau's own hall.
        County = "county" | "县级" | "旗级" | "区级" | "市级",
        /// A town or street centre.
        Town = "town" | "乡镇级" | "街道级" | "镇级",
        /// A village or community.
        Village = "village" | "村级" | "社区级",
        /// A hospital, bank, pharmacy, insurer or enterprise.
        Partner = "partner" | "合作机构" | "第三方",
        /// Telephone, web, app.
        Online = "online" | "线上",
    }
}

choice! {
    /// How an item is handled (办件类型).
    pub enum Handling = "办件类型" {
        /// On the spot.
        OnTheSpot = "on-the-spot" | "即办件",
        /// Within a promised time.
        Promised = "promised" | "承诺件",
    }
}

record! {
    /// The catalog of a bureau (`catalog.yaml`): channels, groups and items of one edition.
    pub struct Catalog = "服务清单" {
        /// Title as published.
        title = "标题": Text { "清单": "照文件写标题，如：某某旗医疗保障公共服务事项清单" },
        /// The document and annex that published it.
        source = "来源": Option<Text> { "清单": "写出自哪份文件的哪个附件" },
        /// Remark for readers.
        note = "说明": Option<Text> { "清单": "写给群众看的说明", as Lines },
        /// The kinds of points, in the order of the published columns.
        channels = "渠道": Vec<Channel> { "渠道": "一种服务点写一行，顺序就是表里各列的顺序" },
        /// Groups of items, in order.
        groups = "分组": Vec<Group> { "分组": "一个分组写一行，如：参保登记、费用报销" },
        /// The items, in the order of the published rows.
        items = "事项": Vec<Item> { "事项": "一个事项写一行，顺序就是表里的顺序" },
        /// Counts that the document claims for channels that the table does not have.
        claims = "所称数目": Vec<Claim> { "核对": "文件里写了“共多少项”而表里没有这一列的，记在这里" },
    }
}

record! {
    /// A kind of service point (服务渠道) and a column of the catalog.
    pub struct Channel = "渠道" {
        /// Stable id.
        id = "编号": Id { "渠道": "程序自己编，一般不用改" },
        /// Name as published.
        name = "名称": Text { "渠道": "照文件写名称，如：苏木镇医疗保障服务站" },
        /// Short name for narrow column heads.
        short_name = "简称": Option<Text> { "渠道": "写短一点的名字，用在窄的表头上，如：镇级" },
        /// Level.
        tier = "层级": Tier { "渠道": "选是哪一级的" },
        /// What it is, in a sentence or two.
        note = "说明": Option<Text> { "渠道": "用一两句话说明它是什么", as Lines },
        /// Counts that the document claims for this channel.
        claims = "所称数目": Vec<Claim> { "核对": "文件里说这一级能办多少项，记在这里，程序会核对" },
    }
}

record! {
    /// A number of items that a document claims (文中所称事项数).
    pub struct Claim = "所称数目" {
        /// Channel that the claim is about, when it stands outside one: an id, or the name as printed.
        channel = "渠道": Option<Text> { "核对": "写说的是哪个渠道" },
        /// The number.
        items = "事项数": Spanned<u32> { "核对": "写文件里说的项数，如：28" },
        /// Clause, such as 三（一）2.
        clause = "条款": Option<Text> { "核对": "写在第几条，如：三（一）2" },
        /// The document names only some of the items; the rest are unknown.
        incomplete = "不完整": bool { "核对": "文件只列了一部分、后面写“等”，就选“是”" },
        /// The sentence.
        quote = "原文": Option<Text> { "核对": "照原件抄那句话", as Lines },
    }
}

record! {
    /// A group of items.
    pub struct Group = "分组" {
        /// Stable id.
        id = "编号": Id { "分组": "程序自己编，一般不用改" },
        /// Title.
        title = "标题": Text { "分组": "写分组的标题，如：参保登记" },
    }
}

record! {
    /// One service item (服务事项), a row of the catalog.
    pub struct Item = "事项" {
        /// Stable id.
        id = "编号": Id { "事项": "程序自己编，一般不用改；改名时编号不变" },
        /// Name as published, never changed.
        name = "名称": Text { "事项": "照文件写事项名称，一个字也不改" },
        /// Printed number, where it differs from the row's.
        number = "序号": Option<Text> { "事项": "印出来的序号和行号不一样时才写" },
        /// Group that it belongs to.
        group = "分组": Option<Id> { "事项": "选它属于哪个分组", as Group },
        /// Who can apply (服务对象).
        clients = "服务对象": Vec<Text> { "办理": "写谁能办，如：自然人、法人" },
        /// 公共服务, 扩展服务 …
        category = "事项类型": Option<Text> { "办理": "写事项类型，如：公共服务" },
        /// 即办件 or 承诺件.
        handling = "办件类型": Option<Spanned<Handling>> { "办理": "当场办完的选“即办件”，要几天的选“承诺件”" },
        /// 高 when the item is asked for often (办理频次).
        frequency = "办理频次": Option<Text> { "办理": "常有人来办的写“高”" },
        /// Depth by channel id, as published.
        depth = "办理深度": Dict<Depth> { "办理": "写每一级能办到哪一步，如：办结、受理、帮办；不能办写 -" },
        /// Longest time that the edition allows, whatever the channel.
        limit = "办理时限": Option<Spanned<Limit>> { "办理": "写最长多久办完，如：5个工作日、15天、即时办结" },
        /// Remark for readers.
        note = "说明": Option<Text> { "其他": "写给群众看的说明", as Lines },
        /// Other words that people search for.
        keywords = "关键词": Vec<Text> { "其他": "写群众可能会搜的说法，如：社保、医保卡" },
        /// National or provincial code, any text.
        code = "编码": Option<Text> { "其他": "写国家或省里的编码" },
        /// Ids that it had before: their pages lead on to the present one.
        formerly = "曾用编号": Vec<Id> { "其他": "换过编号时，旧编号记在这里" },
        /// What the bureau's own table says besides, each under the head that its column has there, such as 设定依据.
        more = "其他栏目": Dict<Text> { "其他": "你们自己表格里的其他栏目，如：设定依据" },
    }
}

impl Item {
    /// Whether the document marks it as asked for often.
    #[must_use]
    pub fn frequent(&self) -> bool {
        self.frequency.as_ref().is_some_and(|f| f.value == "高")
    }

    /// The depth in a channel; not offered when the item does not name the channel.
    #[must_use]
    pub fn depth_in(&self, channel: &str) -> Option<&Depth> {
        self.depth.get(channel).filter(|d| d.offered())
    }
}

impl Catalog {
    /// The channel of an id.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|c| c.id.as_str() == id)
    }

    /// The item of an id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.id.as_str() == id)
    }

    /// How many items a channel handles.
    #[must_use]
    pub fn count(&self, channel: &str) -> usize {
        self.items.iter().filter(|i| i.depth_in(channel).is_some()).count()
    }
}
