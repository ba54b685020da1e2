//! A bureau may do better than the edition that it adopts, never worse (六统一/四最): the same name, no new material, no longer limit.

use super::{Context, catalog_of};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, Spanned, codes};
use crate::model::limit::Unit;
use crate::model::{Bureau, Guide, Limit};
use crate::say;

/// Compares every item and guide with the adopted edition's.
pub fn run(context: &Context<'_>, bureau: &Bureau, out: &mut Diagnostics) {
    let Some(adopted) = context.workspace.adopted(bureau) else { return };
    let (Some(own), Some(theirs)) = (catalog_of(bureau), catalog_of(adopted)) else { return };
    for item in &own.items {
        let Some(base) = theirs.item(&item.id) else { continue };
        if item.name.value != base.name.value {
            worse(
                item.name.span,
                base.name.span,
                say!(
                    "事项名称“{}”与采用版本“{}”不同",
                    "“{}” is named “{}” in the adopted edition",
                    item.name.value,
                    base.name.value
                ),
                out,
            );
        }
        if let Some(base_limit) = base.limit {
            let written = item.depth.iter().filter_map(|(_, d)| d.limit.map(|l| Spanned::new(l, d.text.span)));
            for limit in item.limit.into_iter().chain(written) {
                longer(limit, base_limit, out);
            }
        }
        if let (Some(guide), Some(base)) = (bureau.guide(&item.id), adopted.guide(&item.id)) {
            guides(guide, base, out);
        }
    }
}

fn guides(guide: &Guide, base: &Guide, out: &mut Diagnostics) {
    for material in &guide.front.materials {
        let known = base
            .front
            .materials
            .iter()
            .any(|m| m.name.value == material.name.value || m.alternatives.iter().any(|a| a.value == material.name.value));
        if !known {
            let place = base.front.materials.first().map_or(Span::file(base.file), |m| m.span);
            worse(
                material.name.span,
                place,
                say!("材料“{}”是采用版本没有的", "the adopted edition does not ask for “{}”", material.name.value),
                out,
            );
        }
    }
    if let (Some(own), Some(theirs)) = (&guide.front.limits, &base.front.limits) {
        for (own, theirs) in [(own.statutory, theirs.statutory), (own.promised, theirs.promised)] {
            if let (Some(own), Some(theirs)) = (own, theirs) {
                longer(own, theirs, out);
            }
        }
    }
}

/// The limit is not longer (C310); 天 against 工作日 cannot be compared and is a finding of its own (C309).
fn longer(own: Spanned<Limit>, base: Spanned<Limit>, out: &mut Diagnostics) {
    match own.value.compare(base.value) {
        Some(std::cmp::Ordering::Greater) => worse(
            own.span,
            base.span,
            say!("时限{}比采用版本{}长", "the limit {} is longer than the adopted edition's {}", own.zh(), base.zh()),
            out,
        ),
        None if own.unit == Unit::Day && base.unit == Unit::WorkingDay => out.push(
            Diagnostic::new(
                &codes::DAY_UNIT,
                own.span,
                Bilingual {
                    zh: format!("写的是{}，采用版本按工作日计（{}）", own.zh(), base.zh()),
                    en: format!("{} counts every day; the adopted edition counts working days ({})", own.zh(), base.zh()),
                },
            )
            .related(base.span, say!("采用版本在这里", "the adopted edition is here"))
            .help(say!("写明是天还是工作日，二者不能换算", "say which is meant; the two are never converted")),
        ),
        _ => {}
    }
}

fn worse(span: Span, base: Span, message: Bilingual, out: &mut Diagnostics) {
    out.push(
        Diagnostic::new(&codes::WORSE_THAN_ADOPTED, span, message)
            .related(base, say!("采用版本在这里", "the adopted edition is here"))
            .help(say!("改为与采用版本一致或更优", "make it equal to the adopted edition, or better")),
    );
}
