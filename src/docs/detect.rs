//! Which documentation host publishes a page, by the files of the project.

use std::fs;
use std::path::{Path, PathBuf};

use super::Flavor;

/// The flavour of a page's host, and what tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detected {
    /// How the host writes tabs.
    pub flavor: Flavor,
    /// The file or directory that names the host.
    pub because: PathBuf,
}

/// Finds the host of a page: the nearest directory above it that has the files of a host, whose
/// pages this is one of, no farther than a directory with `.git`. A README beside `mkdocs.yml` is
/// no page of MkDocs. Of a directory, `path` tells the host whatever its pages are.
///
/// ```
/// use std::path::Path;
/// assert_eq!(snippetgen::docs::detect(Path::new("no/such/page.md")), None);
/// ```
pub fn detect(path: &Path) -> Option<Detected> {
    let path = std::path::absolute(path).ok()?;
    let is_page = !path.is_dir();
    let start = if is_page { path.parent()? } else { &path };
    for directory in start.ancestors() {
        for host in HOSTS {
            if let Some((marker, pages)) = (host.find)(directory)
                && (!is_page || pages.has(directory, &path))
            {
                return Some(Detected {
                    flavor: host.flavor,
                    because: directory.join(marker),
                });
            }
        }
        if directory.join(".git").exists() {
            break;
        }
    }
    None
}

struct Host {
    flavor: Flavor,
    /// What in a directory names the host, and where it has its pages.
    find: fn(&Path) -> Option<(&'static str, Pages)>,
}

enum Pages {
    /// In this directory, relative to the host's.
    In(PathBuf),
    /// In any directory but the host's own.
    Below,
}

impl Pages {
    fn has(&self, directory: &Path, page: &Path) -> bool {
        match self {
            Self::In(pages) => page.starts_with(directory.join(pages)),
            Self::Below => page.parent() != Some(directory),
        }
    }
}

const HOSTS: &[Host] = &[
    Host {
        flavor: Flavor::Mdbook,
        find: mdbook,
    },
    Host {
        flavor: Flavor::Mkdocs,
        find: mkdocs,
    },
    Host {
        flavor: Flavor::Docusaurus,
        find: docusaurus,
    },
    Host {
        flavor: Flavor::Vitepress,
        find: vitepress,
    },
    Host {
        flavor: Flavor::Starlight,
        find: starlight,
    },
    Host {
        flavor: Flavor::Myst,
        find: sphinx,
    },
    Host {
        flavor: Flavor::Hugo,
        find: hugo,
    },
];

type Found = Option<(&'static str, Pages)>;

fn mdbook(directory: &Path) -> Found {
    let text = fs::read_to_string(directory.join("book.toml")).ok()?;
    let book: toml::Table = text.parse().unwrap_or_default();
    let src = book.get("book").and_then(|book| book.get("src"));
    let src = src.and_then(toml::Value::as_str).unwrap_or("src");
    Some(("book.toml", Pages::In(src.into())))
}

fn mkdocs(directory: &Path) -> Found {
    let name = first(directory, &["mkdocs.yml", "mkdocs.yaml"])?;
    let text = fs::read_to_string(directory.join(name)).unwrap_or_default();
    let docs = text
        .lines()
        .find_map(|line| line.strip_prefix("docs_dir:"))
        .map(|value| value.trim().trim_matches(['"', '\'']));
    Some((name, Pages::In(docs.unwrap_or("docs").into())))
}

fn docusaurus(directory: &Path) -> Found {
    let names = [
        "docusaurus.config.js",
        "docusaurus.config.ts",
        "docusaurus.config.mjs",
        "docusaurus.config.cjs",
        "docusaurus.config.mts",
        "docusaurus.config.cts",
    ];
    Some((first(directory, &names)?, Pages::Below))
}

fn vitepress(directory: &Path) -> Found {
    let name = first(directory, &[".vitepress"])?;
    Some((name, Pages::In(PathBuf::new())))
}

fn starlight(directory: &Path) -> Found {
    let names = [
        "astro.config.mjs",
        "astro.config.js",
        "astro.config.ts",
        "astro.config.mts",
        "astro.config.cjs",
    ];
    let name = first(directory, &names)?;
    let text = fs::read_to_string(directory.join(name)).ok()?;
    let pages = Pages::In("src/content".into());
    text.contains("@astrojs/starlight").then_some((name, pages))
}

/// Other things are configured by a `conf.py` too.
fn sphinx(directory: &Path) -> Found {
    let text = fs::read_to_string(directory.join("conf.py")).ok()?;
    let pages = Pages::In(PathBuf::new());
    text.contains("myst").then_some(("conf.py", pages))
}

fn hugo(directory: &Path) -> Found {
    let pages = || Pages::In("content".into());
    let own = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];
    if let Some(name) = first(directory, &own) {
        return Some((name, pages()));
    }
    // Any program may have a file of this name.
    let name = first(directory, &["config.toml"])?;
    let text = fs::read_to_string(directory.join(name)).ok()?;
    let table: toml::Table = text.parse().ok()?;
    let is_hugo = table.keys().any(|key| key.eq_ignore_ascii_case("baseurl"));
    is_hugo.then(|| (name, pages()))
}

fn first(directory: &Path, names: &[&'static str]) -> Option<&'static str> {
    let exists = |name: &&&str| directory.join(name).exists();
    names.iter().find(exists).copied()
}

#[cfg(test)]
mod tests {
    use super::{Detected, detect};
    use crate::docs::Flavor;
    use std::fs;
    use std::path::Path;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(".git")).unwrap();
        for (name, text) in files {
            let file = root.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        root
    }

    fn detected(root: &Path, page: &str) -> Option<(Flavor, String)> {
        let Detected { flavor, because } = detect(&root.join(page))?;
        let because = because.strip_prefix(root).unwrap();
        Some((flavor, because.to_string_lossy().into_owned()))
    }

    #[test]
    fn a_page_has_the_flavor_of_its_host() {
        let hosts = [
            ("guide/book.toml", "", "guide/src/a/b.md", Flavor::Mdbook),
            ("mkdocs.yml", "site_name: a\n", "docs/a.md", Flavor::Mkdocs),
            (
                "docusaurus.config.ts",
                "",
                "docs/a/b.mdx",
                Flavor::Docusaurus,
            ),
            (
                "docs/.vitepress/config.mts",
                "",
                "docs/a.md",
                Flavor::Vitepress,
            ),
            (
                "astro.config.mjs",
                "import starlight from '@astrojs/starlight';\n",
                "src/content/docs/a.mdx",
                Flavor::Starlight,
            ),
            (
                "docs/conf.py",
                "extensions = ['myst_parser']\n",
                "docs/a/b.md",
                Flavor::Myst,
            ),
            ("hugo.yaml", "", "content/a.md", Flavor::Hugo),
            (
                "config.toml",
                "baseURL = 'https://a.example/'\n",
                "content/a.md",
                Flavor::Hugo,
            ),
        ];
        for (file, text, page, flavor) in hosts {
            let root = project(&[(file, text)]);
            let found = detected(root.path(), page).map(|(flavor, _)| flavor);
            assert_eq!(found, Some(flavor), "{file}");
            assert_eq!(detected(root.path(), "README.md"), None, "{file}");
        }
    }

    #[test]
    fn the_directory_of_pages_is_the_one_configured() {
        let root = project(&[
            ("book.toml", "[book]\nsrc = \"pages\"\n"),
            ("mkdocs.yml", "docs_dir: 'manual'\n"),
        ]);
        let book = (Flavor::Mdbook, "book.toml".to_owned());
        assert_eq!(detected(root.path(), "pages/a.md"), Some(book.clone()));
        let manual = (Flavor::Mkdocs, "mkdocs.yml".to_owned());
        assert_eq!(detected(root.path(), "manual/a.md"), Some(manual));
        assert_eq!(detected(root.path(), "docs/a.md"), None);
        assert_eq!(detected(root.path(), ""), Some(book));
    }

    #[test]
    fn files_of_other_programs_name_no_host() {
        let root = project(&[
            ("conf.py", "debug = True\n"),
            ("config.toml", "[build]\n"),
            ("astro.config.mjs", "export default {};\n"),
        ]);
        for page in ["content/a.md", "src/content/docs/a.md", "a.md"] {
            assert_eq!(detected(root.path(), page), None);
        }
    }

    #[test]
    fn no_host_is_looked_for_outside_of_the_repository() {
        let root = project(&[("conf.py", "myst\n")]);
        fs::create_dir_all(root.path().join("inner/.git")).unwrap();
        assert_eq!(detected(root.path(), "inner/a.md"), None);
    }
}
