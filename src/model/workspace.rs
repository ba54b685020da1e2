//! The whole of what was read: the workspace's own file, its bureaus, standards and calendar.

use std::collections::{BTreeMap, BTreeSet};

use super::application::Form;
use super::boundary::Boundary;
use super::inspection::InspectionFile;
use super::kept;
use super::phones::{Number, either};
use super::print_run::PrintRun;
use super::publicity::{Campaign, Leaflet, Notice, Panel};
use super::standard::Standard;
use super::villages::Villages;
use super::{BureauFile, Catalog, Date, Guide, Handbook, Id, Item, Plan, Point, Programme, Text, Tier};
use crate::diagnostic::{Span, Spanned};
use crate::source::Folder;
use crate::{choice, record};

record! {
    /// The workspace's own file (`yizhan.yaml`).
    pub struct Config = "工作区" {
        /// Title of the portal.
        title = "标题": Text { "网站": "写网站的标题，如：某某旗医疗保障便民服务" },
        /// Address that the site will have; QR codes lead there.
        base_url = "网址": Option<Text> { "网站": "写网站将来的网址，二维码会指到那里，如：https://www.example.gov.cn", as Link },
        /// Language of what is published: zh-CN.
        locale = "语言": Option<Text> { "网站": "公开内容的语言，写 zh-CN；一般不用改" },
        /// Folder of the bureaus, `content` unless stated.
        content = "内容文件夹": Option<Text> { "文件夹": "放各局内容的文件夹；一般空着" },
        /// Folder of the standards, `checklists` unless stated.
        checklists = "标准文件夹": Option<Text> { "文件夹": "放评分标准的文件夹；一般空着" },
        /// Months after which a guide counts as not reviewed, 12 unless stated.
        review_months = "复核月数": Option<Spanned<u32>> { "提醒": "写几个月没核对就提醒，如：12" },
        /// Where operations are remembered besides the journal of the workspace: `git` makes each of them a commit too.
        history = "历史": Option<History> { "提醒": "想把每次改动也记到 git 里就选它；不清楚就空着" },
        /// What a public site of an authority states of itself.
        site = "网站": Option<Registration> { "网站": "政府网站页脚上要写的内容" },
        /// Findings that are known and accepted, each with a reason.
        allow = "允许": Vec<Allow> { "提醒": "已经知道、不用再提醒的问题，写上原因" },
    }
}

record! {
    /// What a public site of an authority states of itself on every page (国办发〔2017〕47号, annex on the design of pages).
    pub struct Registration = "网站" {
        /// The authority that runs the site.
        sponsor = "主办单位": Option<Text> { "页脚": "写主办单位全称" },
        /// Who looks after it for them.
        operator = "承办单位": Option<Text> { "页脚": "写承办单位全称" },
        /// A phone or an address of who runs it.
        contact = "联系方式": Option<Text> { "页脚": "写网站负责人的电话或地址" },
        /// The ten digits of the register of government sites.
        site_code = "网站标识码": Option<Text> { "页脚": "写十位的政府网站标识码" },
        /// Number of the ICP registration, such as 蒙ICP备00000000号-1.
        icp = "ICP备案号": Option<Text> { "页脚": "写 ICP 备案号，如：蒙ICP备00000000号-1" },
        /// Number of the registration with the police, such as 蒙公网安备 00000000000000号.
        police = "公安备案号": Option<Text> { "页脚": "写公安备案号，如：蒙公网安备 00000000000000号" },
        /// Link to the certificate of the mark of party and government sites (党政机关网站标识).
        mark = "网站标识": Option<Text> { "页脚": "贴上党政机关网站标识的链接", as Link },
        /// Link of this site to 我为政府网站找错.
        report = "网站找错": Option<Text> { "页脚": "贴上本站“我为政府网站找错”的链接", as Link },
    }
}

choice! {
    /// Where operations are remembered besides the journal of the workspace.
    pub enum History = "历史" {
        /// A commit of the git repository that the workspace lies in.
        Git = "git" | "git 提交" | "Git",
    }
}

record! {
    /// A finding that is known and accepted.
    pub struct Allow = "允许" {
        /// Code, such as C313.
        code = "代码": Text { "不再提醒": "写问题后面的编号，如：C313" },
        /// Only in this file, or below this folder.
        file = "文件": Option<Text> { "不再提醒": "只对一个文件或文件夹算数时，写它的位置" },
        /// Only when the message holds this text.
        contains = "包含": Option<Text> { "不再提醒": "只对含有这几个字的问题算数时写" },
        /// Why.
        reason = "原因": Text { "不再提醒": "写为什么可以不管，如：原件就是这样印的" },
    }
}

record! {
    /// Public holidays and make-up workdays by year (`calendar.yaml`).
    pub struct Calendar = "节假日历" {
        /// The dates are an example and not the official calendar.
        sample = "示例": bool { "节假日": "日期只是举例、不是国务院公布的，就选“是”" },
        /// Years.
        years = "年份": Vec<CalendarYear> { "节假日": "一年写一块，国务院每年年底公布下一年的" },
    }
}

record! {
    /// One year of the calendar.
    pub struct CalendarYear = "年份" {
        /// Year.
        year = "年": Spanned<u32> { "节假日": "写哪一年，如：2026" },
        /// Days off.
        holidays = "放假": Vec<Holiday> { "节假日": "一个假期写一行" },
        /// Weekend days on which people work (调休).
        workdays = "调休上班": Vec<Date> { "节假日": "写调休要上班的周末，一天写一个" },
    }
}

record! {
    /// A holiday of one or more days.
    pub struct Holiday = "放假" {
        /// Name.
        name = "名称": Text { "节假日": "写节日的名字，如：国庆节" },
        /// First day.
        from = "开始": Date { "节假日": "写放假的第一天" },
        /// Last day, when there is more than one.
        to = "结束": Option<Date> { "节假日": "写放假的最后一天；只放一天就空着" },
    }
}

/// Words of a point that are shown without the personal numbers that they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldBack {
    /// The key that they stand under.
    pub key: &'static str,
    /// As they are written.
    pub written: Text,
    /// The digits of the numbers that are not shown.
    pub numbers: Vec<String>,
}

/// Heads of `more` that name people or say how to reach them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivateHeads {
    /// Of points.
    pub points: BTreeSet<String>,
    /// Of items.
    pub items: BTreeSet<String>,
}

/// A bureau and everything in its folder.
#[derive(Debug)]
pub struct Bureau {
    /// The folder's name.
    pub id: Id,
    /// `bureau.yaml`.
    pub file: BureauFile,
    /// `catalog.yaml`, if there is one.
    pub catalog: Option<Catalog>,
    /// `points/*.yaml`, in the order of files: those that have a channel.
    pub points: Vec<Point>,
    /// Points that have no channel yet, in the order of files. They are kept, imported and exported; nothing is made of them.
    pub unassigned: Vec<Point>,
    /// Words of points that hold numbers which are not published, by the point's id: what is shown has none.
    pub held_back: BTreeMap<String, Vec<HeldBack>>,
    /// Heads of `more` that no page and no piece shows.
    pub private_heads: PrivateHeads,
    /// `guides/*.md`.
    pub guides: Vec<Guide>,
    /// `handbooks/*.yaml` with their chapters.
    pub handbooks: Vec<Handbook>,
    /// `notices/*.md`, in the order of files.
    pub notices: Vec<Notice>,
    /// `leaflets/*.md`, in the order of files.
    pub leaflets: Vec<Leaflet>,
    /// `panels/*.md`, in the order of files.
    pub panels: Vec<Panel>,
    /// `campaigns/*.yaml`, in the order of files.
    pub campaigns: Vec<Campaign>,
    /// `plan.yaml`.
    pub plan: Option<Plan>,
    /// The outline of the area, from the file that `bureau.yaml` names.
    pub boundary: Option<Boundary>,
    /// `villages.yaml`.
    pub villages: Option<Villages>,
    /// `programme.yaml`.
    pub programme: Option<Programme>,
    /// `inspections/*.yaml`.
    pub inspections: Vec<InspectionFile>,
    /// `editions/*.yaml`: what was given to print, in the order of files.
    pub print_runs: Vec<PrintRun>,
}

impl Bureau {
    /// Short name, or the full one.
    #[must_use]
    pub fn short_name(&self) -> &str {
        self.file.short_name.as_ref().unwrap_or(&self.file.name)
    }

    /// Whether a kind of piece is made for the bureau's points: all are, unless `print: pieces` names some.
    #[must_use]
    pub fn prints(&self, piece: &str) -> bool {
        let named = self.file.print.as_ref().map_or(&[][..], |p| &p.pieces);
        named.is_empty() || named.iter().any(|n| n.value == piece)
    }

    /// What an item's own columns say in print: those that the bureau has chosen, and none about people.
    #[must_use]
    pub fn printed_with_item(&self, item: &Item) -> Vec<(String, String)> {
        let chosen = self.file.print.as_ref().map_or(&[][..], |p| &p.item_heads);
        kept::chosen(&item.more, chosen, &self.private_heads.items)
    }

    /// What a point's own columns say in print.
    #[must_use]
    pub fn printed_with_point(&self, point: &Point) -> Vec<(String, String)> {
        let chosen = self.file.print.as_ref().map_or(&[][..], |p| &p.point_heads);
        kept::chosen(&point.more, chosen, &self.private_heads.points)
    }

    /// The level of a point, by its channel; none where the catalog does not know it.
    #[must_use]
    pub fn tier(&self, point: &Point) -> Option<Tier> {
        Some(self.catalog.as_ref()?.channel(&point.channel)?.tier)
    }

    /// Whether a point has a door that people come to: telephone, web and app have none.
    #[must_use]
    pub fn has_door(&self, point: &Point) -> bool {
        self.tier(point) != Some(Tier::Online)
    }

    /// The guide of an item.
    #[must_use]
    pub fn guide(&self, item: &str) -> Option<&Guide> {
        self.guides.iter().find(|g| g.front.item.as_str() == item)
    }

    /// The point of an id, or the one that had it formerly.
    #[must_use]
    pub fn point(&self, id: &str) -> Option<&Point> {
        let by = |fits: &dyn Fn(&&Point) -> bool| self.points.iter().find(fits);
        by(&|p| p.id.as_str() == id).or_else(|| by(&|p| p.formerly.iter().any(|old| old.as_str() == id)))
    }

    /// Every point, also those without a channel.
    pub fn every_point(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().chain(&self.unassigned)
    }

    /// As [`Self::point`], also of those without a channel.
    #[must_use]
    pub fn any_point(&self, id: &str) -> Option<&Point> {
        let now = || self.every_point().find(|p| p.id.as_str() == id);
        now().or_else(|| self.every_point().find(|p| p.is_called(id)))
    }

    /// The words of a point as they are written, where they are shown without a number.
    #[must_use]
    pub fn written(&self, point: &Point, key: &str) -> Option<&str> {
        self.held_back.get(point.id.as_str())?.iter().find(|held| held.key == key).map(|held| held.written.as_str())
    }

    /// The application form of an id.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.programme.iter().flat_map(|p| &p.forms).find(|f| f.id.as_ref().is_some_and(|own| own.as_str() == id))
    }

    /// The complaint phones that a point shows: its own, or the bureau's.
    #[must_use]
    pub fn complaint_numbers(&self, point: &Point) -> Vec<Number> {
        either(point.complaint_numbers(), || self.file.complaint_numbers())
    }

    /// The enquiry phones to call about a point: its own, or the bureau's.
    #[must_use]
    pub fn numbers_for(&self, point: &Point) -> Vec<Number> {
        either(point.numbers(), || self.file.numbers())
    }
}

/// Everything that was read.
#[derive(Debug)]
pub struct Workspace {
    /// `yizhan.yaml`.
    pub config: Config,
    /// Bureaus in the order of their folders.
    pub bureaus: Vec<Bureau>,
    /// Standards in the order of their files.
    pub standards: Vec<Standard>,
    /// `calendar.yaml`, if there is one.
    pub calendar: Option<Calendar>,
    /// The files themselves.
    pub folder: Folder,
}

impl Workspace {
    /// The bureau of an id.
    #[must_use]
    pub fn bureau(&self, id: &str) -> Option<&Bureau> {
        self.bureaus.iter().find(|b| b.id.as_str() == id)
    }

    /// The standard of an id in its current version; a kept one when there is no other.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        let mut all = self.standards.iter().filter(|s| s.id == id);
        all.clone().find(|s| !s.kept).or_else(|| all.next_back())
    }

    /// The standard of an id in one version.
    #[must_use]
    pub fn standard_of(&self, id: &str, version: &str) -> Option<&Standard> {
        let mut all = self.standards.iter().filter(|s| s.id == id && s.version.value == version);
        all.clone().find(|s| !s.kept).or_else(|| all.next())
    }

    /// The catalog that a bureau adopts (`adopts: BUREAU/EDITION`).
    #[must_use]
    pub fn adopted(&self, bureau: &Bureau) -> Option<&Bureau> {
        let adopts = bureau.file.adopts.as_ref()?;
        self.bureau(adopts.split('/').next()?)
    }

    /// The address of a page for QR codes: `base_url` and the path below `site/`.
    #[must_use]
    pub fn url(&self, path: &str) -> Option<String> {
        let base = self.config.base_url.as_ref()?;
        Some(format!("{}/{path}", base.trim_end_matches('/')))
    }

    /// Where the site lies on its host, from `/` to `/`: the path of `base_url`, or the host itself.
    #[must_use]
    pub fn root_path(&self) -> String {
        let base = self.config.base_url.as_ref().map_or("", |url| url.as_str());
        let path =
            base.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path.trim_matches('/'));
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }

    /// Path of a bureau's folder in the workspace, with `/` between its parts.
    #[must_use]
    pub fn folder_of(&self, bureau: &Bureau) -> &str {
        self.path_of(bureau.file.span).rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path of the file in which a span lies.
    #[must_use]
    pub fn path_of(&self, span: Span) -> &str {
        self.folder.sources.path(span.file)
    }
}
