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
        title = "标题": Text,
        /// The document and annex that published it.
        source = "来源": Option<Text>,
        /// Remark for readers.
        note = "说明": Option<Text>,
        /// The kinds of points, in the order of the published columns.
        channels = "渠道": Vec<Channel>,
        /// Groups of items, in order.
        groups = "分组": Vec<Group>,
        /// The items, in the order of the published rows.
        items = "事项": Vec<Item>,
        /// Counts that the document claims for channels that the table does not have.
        claims = "所称数目": Vec<Claim>,
    }
}

record! {
    /// A kind of service point (服务渠道) and a column of the catalog.
    pub struct Channel = "渠道" {
        /// Stable id.
        id = "编号": Id,
        /// Name as published.
        name = "名称": Text,
        /// Short name for narrow column heads.
        short_name = "简称": Option<Text>,
        /// Level.
        tier = "层级": Tier,
        /// What it is, in a sentence or two.
        note = "说明": Option<Text>,
        /// Counts that the document claims for this channel.
        claims = "所称数目": Vec<Claim>,
    }
}

record! {
    /// A number of items that a document claims (文中所称事项数).
    pub struct Claim = "所称数目" {
        /// Channel that the claim is about, when it stands outside one: an id, or the name as printed.
        channel = "渠道": Option<Text>,
        /// The number.
        items = "事项数": Spanned<u32>,
        /// Clause, such as 三（一）2.
        clause = "条款": Option<Text>,
        /// The document names only some of the items; the rest are unknown.
        incomplete = "不完整": bool,
        /// The sentence.
        quote = "原文": Option<Text>,
    }
}

record! {
    /// A group of items.
    pub struct Group = "分组" {
        /// Stable id.
        id = "编号": Id,
        /// Title.
        title = "标题": Text,
    }
}

record! {
    /// One service item (服务事项), a row of the catalog.
    pub struct Item = "事项" {
        /// Stable id.
        id = "编号": Id,
        /// Name as published, never changed.
        name = "名称": Text,
        /// Printed number, where it differs from the row's.
        number = "序号": Option<Text>,
        /// Group that it belongs to.
        group = "分组": Option<Id>,
        /// Who can apply (服务对象).
        clients = "服务对象": Vec<Text>,
        /// 公共服务, 扩展服务 …
        category = "事项类型": Option<Text>,
        /// 即办件 or 承诺件.
        handling = "办件类型": Option<Spanned<Handling>>,
        /// 高 when the item is asked for often (办理频次).
        frequency = "办理频次": Option<Text>,
        /// Depth by channel id, as published.
        depth = "办理深度": Dict<Depth>,
        /// Longest time that the edition allows, whatever the channel.
        limit = "办理时限": Option<Spanned<Limit>>,
        /// Remark for readers.
        note = "说明": Option<Text>,
        /// Other words that people search for.
        keywords = "关键词": Vec<Text>,
        /// National or provincial code, any text.
        code = "编码": Option<Text>,
        /// Ids that it had before: their pages lead on to the present one.
        formerly = "曾用编号": Vec<Id>,
        /// What the bureau's own table says besides, each under the head that its column has there, such as 设定依据.
        more = "其他栏目": Dict<Text>,
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
