//! Points without a channel: whatever is made leaves them out, and says so.

use crate::diagnostic::Bilingual;
use crate::model::Workspace;
use crate::say;

/// So many are named.
const NAMED: usize = 5;

/// That points are left out of what was made, of one bureau or of all. None where all have their channels.
#[must_use]
pub fn left_out(workspace: &Workspace, bureau: Option<&str>) -> Option<Bilingual> {
    let own = workspace.bureaus.iter().filter(|b| !b.file.reference && bureau.is_none_or(|id| b.id.as_str() == id));
    let names: Vec<&str> = own.flat_map(|b| &b.unassigned).map(|point| point.name.as_str()).collect();
    let (count, more) = (names.len(), if names.len() > NAMED { "……" } else { "" });
    let list = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
    (count > 0).then(|| {
        say!(
            "没有做进去：{count} 个网点还没有渠道（{list}{more}），见 yizhan check",
            "left out: {count} points have no channel yet ({list}{more}); see yizhan check"
        )
    })
}
