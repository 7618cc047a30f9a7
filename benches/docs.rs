//! `cargo bench --bench docs`: a tree of 10,000 pages, a request and seven languages each.
//! `docs update` from cold has 2 s on two cores, `--check` has 1 s.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use divan::Bencher;
use snippetgen::docs::{Report, Task, Update};
use tempfile::TempDir;

/// Trees that were used. They go at the end: ext4 looks past every inode that was freed in the last
/// minutes when it makes a file, and would be measured with that.
static USED: Mutex<Vec<TempDir>> = Mutex::new(Vec::new());

fn main() {
    divan::main();
    USED.lock().unwrap().clear();
}

/// Pages in a directory.
const SIDE: usize = 100;

/// A tree of pages without snippets.
fn tree(pages: usize) -> PathBuf {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join(".git")).unwrap();
    for page in 0..pages {
        let directory = root.path().join(format!("section-{}", page / SIDE));
        if page % SIDE == 0 {
            fs::create_dir(&directory).unwrap();
        }
        fs::write(directory.join(format!("page-{page}.md")), text(page)).unwrap();
    }
    let path = root.path().to_owned();
    USED.lock().unwrap().push(root);
    path
}

fn text(page: usize) -> String {
    let prose = "Every field is described below. The order of the items is that of creation.\n";
    format!(
        "# Page {page}\n\n{}\n```http snippetgen langs=\"all\"\nPOST /items/{page} HTTP/1.1\n\
         Host: api.example.com\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n\
         {{\"name\": \"item {page}\", \"tags\": [\"a\", \"b\"], \"count\": {page}}}\n```\n\n## More\n\n{}",
        prose.repeat(5),
        prose.repeat(10)
    )
}

fn run(root: &Path, task: Task) -> Report {
    let mut update = Update::default();
    update.task = task;
    let report = update.run(&[PathBuf::from(root)]);
    assert!(report.problems.is_empty());
    report
}

#[divan::bench(args = [1_000, 10_000], sample_count = 3, sample_size = 1)]
fn update_from_cold(bencher: Bencher<'_, '_>, pages: usize) {
    bencher
        .with_inputs(|| tree(pages))
        .bench_local_refs(|root| {
            assert_eq!(run(root, Task::Write).written, pages);
        });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 3, sample_size = 1)]
fn check(bencher: Bencher<'_, '_>, pages: usize) {
    let root = tree(pages);
    run(&root, Task::Write);
    bencher.bench_local(|| assert!(run(&root, Task::Check).findings.is_empty()));
}
