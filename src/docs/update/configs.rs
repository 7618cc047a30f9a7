//! The configurations of a tree, each read once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Update;
use crate::docs::{Config, Problem, config};

pub(super) struct Configs<'u> {
    update: &'u Update,
    /// By the directory of a page.
    known: Mutex<HashMap<PathBuf, Known>>,
    problems: Mutex<Vec<Problem>>,
}

/// What is known of a directory.
#[derive(Clone)]
struct Known {
    /// Where it is, links followed.
    real: Arc<Path>,
    /// What holds there; `None` where it cannot be read.
    config: Option<Arc<Config>>,
}

impl<'u> Configs<'u> {
    pub(super) fn new(update: &'u Update) -> Self {
        Self {
            update,
            known: Mutex::default(),
            problems: Mutex::default(),
        }
    }

    /// The configuration of a file, and whether it makes it a page; `None` where it has an error.
    pub(super) fn of(&self, path: &Path) -> Option<(Arc<Config>, bool)> {
        let parent = path.parent().unwrap_or(path);
        let known = {
            let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            match all.get(parent) {
                Some(known) => known.clone(),
                None => {
                    let known = Known {
                        real: config::directory(path).ok()?.into(),
                        config: self.find(path),
                    };
                    all.insert(parent.to_owned(), known.clone());
                    known
                }
            }
        };
        let config = known.config?;
        let is_page = config.is_page(&known.real.join(path.file_name().unwrap_or_default()));
        Some((config, is_page))
    }

    fn find(&self, path: &Path) -> Option<Arc<Config>> {
        match Config::find(path) {
            Ok(config) => Some(Arc::new(self.update.over(config))),
            Err(found) => {
                let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
                // Several directories may have one configuration.
                for problem in found {
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
                None
            }
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        let problems = self.problems.into_inner();
        problems.unwrap_or_else(PoisonError::into_inner)
    }
}
