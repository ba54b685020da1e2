//! The bar that shows how far a build is. Only where a person looks on: never in a file or a pipe.

use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::Lang;
use crate::publish::Progress;

/// A progress bar on the error stream.
pub struct Bar {
    lang: Lang,
    quiet: bool,
    drawn: OnceLock<ProgressBar>,
}

impl Bar {
    /// A bar that appears when the work begins.
    pub fn new(lang: Lang, quiet: bool) -> Self {
        Self { lang, quiet, drawn: OnceLock::new() }
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        if let Some(bar) = self.drawn.get() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn start(&self, total: usize) {
        self.drawn.get_or_init(|| {
            // indicatif hides the bar itself when the stream is no terminal.
            let target = if self.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
            let bar = ProgressBar::with_draw_target(Some(total as u64), target);
            let template = self.lang.pick("生成 {bar:30} {pos}/{len}  {wide_msg}", "making {bar:30} {pos}/{len}  {wide_msg}");
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("█▌░"));
            }
            bar
        });
    }

    fn made(&self, path: &str) {
        if let Some(bar) = self.drawn.get() {
            bar.set_message(path.to_owned());
            bar.inc(1);
        }
    }
}
