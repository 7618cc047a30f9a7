//! The configurations of a tree, each read once.

use std::collections::HashMap;
use std::path::{Path, PathBuf, absolute};
use std::sync::{Arc, Mutex, PoisonError};

use super::Update;
use crate::docs::{Config, Problem};

pub(super) struct Configs<'u> {
    update: &'u Update,
    /// By the directory of a page; `None` where it cannot be read.
    known: Mutex<HashMap<PathBuf, Option<Arc<Config>>>>,
    problems: Mutex<Vec<Problem>>,
}

impl<'u> Configs<'u> {
    pub(super) fn new(update: &'u Update) -> Self {
        Self {
            update,
            known: Mutex::default(),
            problems: Mutex::default(),
        }
    }

    /// The configuration of a page; `None` where it has an error, or says that this is no page.
    pub(super) fn of(&self, path: &Path, named: bool) -> Option<Arc<Config>> {
        let path = absolute(path).ok()?;
        let directory = path.parent().unwrap_or(&path);
        let config = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            match known.get(directory) {
                Some(config) => config.clone(),
                None => {
                    let config = self.find(&path);
                    known.insert(directory.to_owned(), config.clone());
                    config
                }
            }
        }?;
        (named || config.is_page(&path)).then_some(config)
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
