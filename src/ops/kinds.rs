//! The kinds of files of a workspace: which record each holds, where it lies, and what reads it. One table for schemas, forms and edits.

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::load::{CALENDAR_FILE, WORKSPACE_FILE};
use crate::model::handbook::HandbookFile;
use crate::model::inspection::InspectionFile;
use crate::model::publicity::{CampaignFile, LeafletFile, NoticeFile, PanelFile};
use crate::model::standard::StandardFile;
use crate::model::villages::Villages;
use crate::model::workspace::Calendar;
use crate::model::{BureauFile, Catalog, Config, Plan, Point, Programme, Workspace, guide::GuideFile};
use crate::source::Node;
use crate::source::decode::{Decode, Record, RecordShape, Shape};
use crate::yaml_write::patch::Part;

/// Makes the JSON Schema of a value.
pub type Schema = fn(&mut Map<String, Value>) -> Value;

/// Where the files of a kind lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// One file of this name in the workspace.
    Root(&'static str),
    /// One file of this name in a bureau's folder.
    Bureau(&'static str),
    /// Files with this ending below this folder of a bureau's.
    Below(&'static str, &'static str),
    /// Files below the folder of the standards.
    Standards,
}

/// One kind of file.
#[derive(Debug)]
pub struct Kind {
    /// Its name, such as `bureau`.
    pub name: &'static str,
    /// JSON Schema of what a file may hold.
    pub schema: Schema,
    /// The record.
    pub record: RecordShape,
    /// Whether a file may hold a list of such records too.
    pub many: bool,
    /// What of the file is YAML.
    pub part: Part,
    /// Which files an editor takes for it; none where editors know only YAML.
    pub for_editors: Option<&'static str>,
    /// Reads one record: whether it can be used.
    pub decode: fn(&Node, &mut Diagnostics) -> bool,
    place: Place,
}

const fn kind<R: Record>(name: &'static str, place: Place, for_editors: Option<&'static str>) -> Kind {
    Kind {
        name,
        schema: <R as Decode>::schema,
        record: RecordShape { name: R::NAME, title: R::TITLE, doc: R::DOC, fields: R::FIELDS },
        many: false,
        part: Part::Whole,
        for_editors,
        decode: |node, out| R::decode(node, out).is_some(),
        place,
    }
}

const fn many<R: Record>(name: &'static str, place: Place, for_editors: Option<&'static str>) -> Kind {
    Kind { many: true, schema: <Vec<R> as Decode>::schema, ..kind::<R>(name, place, for_editors) }
}

const fn front<R: Record>(name: &'static str, folder: &'static str) -> Kind {
    Kind { part: Part::FrontMatter, ..kind::<R>(name, Place::Below(folder, "md"), None) }
}

/// Every kind of file with its record.
pub static KINDS: [Kind; 16] = [
    kind::<Config>("workspace", Place::Root(WORKSPACE_FILE), Some("yizhan.yaml")),
    kind::<BureauFile>("bureau", Place::Bureau("bureau.yaml"), Some("content/*/bureau.yaml")),
    kind::<Catalog>("catalog", Place::Bureau("catalog.yaml"), Some("content/*/catalog.yaml")),
    many::<Point>("point", Place::Below("points", "yaml"), Some("content/*/points/**/*.yaml")),
    front::<GuideFile>("guide", "guides"),
    kind::<HandbookFile>("handbook", Place::Below("handbooks", "yaml"), Some("content/*/handbooks/*.yaml")),
    front::<NoticeFile>("notice", "notices"),
    front::<LeafletFile>("leaflet", "leaflets"),
    front::<PanelFile>("panel", "panels"),
    kind::<CampaignFile>("campaign", Place::Below("campaigns", "yaml"), Some("content/*/campaigns/*.yaml")),
    kind::<Plan>("plan", Place::Bureau("plan.yaml"), Some("content/*/plan.yaml")),
    kind::<Programme>("programme", Place::Bureau("programme.yaml"), Some("content/*/programme.yaml")),
    kind::<Villages>("villages", Place::Bureau("villages.yaml"), Some("content/*/villages.yaml")),
    kind::<Calendar>("calendar", Place::Root(CALENDAR_FILE), Some("calendar.yaml")),
    kind::<StandardFile>("standard", Place::Standards, Some("checklists/*.yaml")),
    many::<InspectionFile>("inspection", Place::Below("inspections", "yaml"), Some("content/*/inspections/**/*.yaml")),
];

impl Kind {
    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The kind of a file of a workspace, by its path; none of one that holds no record.
    #[must_use]
    pub fn of(workspace: &Workspace, path: &str) -> Option<&'static Self> {
        let folder = |named: Option<&String>, default: &str| {
            named.map_or(default, String::as_str).trim().trim_start_matches("./").trim_matches('/').to_owned()
        };
        let config = &workspace.config;
        let content = folder(config.content.as_ref().map(|text| &text.value), "content");
        let checklists = folder(config.checklists.as_ref().map(|text| &text.value), "checklists");
        let ends = |name: &str, ending: &str| {
            let own = name.rsplit_once('.').map_or(String::new(), |(_, own)| own.to_ascii_lowercase());
            own == ending || (ending == "yaml" && own == "yml")
        };
        let inside = |above: &str| path.strip_prefix(above).and_then(|rest| rest.strip_prefix('/'));
        let in_bureau = inside(&content).and_then(|rest| rest.split_once('/')).map(|(_, rest)| rest);
        KINDS.iter().find(|kind| match kind.place {
            Place::Root(name) => path == name,
            Place::Bureau(name) => in_bureau == Some(name),
            Place::Below(folder, ending) => {
                in_bureau.and_then(|rest| rest.strip_prefix(folder)?.strip_prefix('/')).is_some_and(|name| ends(name, ending))
            }
            Place::Standards => inside(&checklists).is_some_and(|name| ends(name, "yaml")),
        })
    }

    /// The shape of what a file holds: a record, or also a list of them.
    #[must_use]
    pub fn shape(&self) -> Shape {
        Shape::Record(self.record)
    }
}
