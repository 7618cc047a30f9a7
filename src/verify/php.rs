//! `php snippet.php`

use std::fs;
use std::io;
use std::path::Path;

use super::toolchain::{Interpreter, Toolchain, Tools, bare};

/// Where Debian's php-guzzlehttp-guzzle puts the loader that Composer would put in `vendor`.
const GUZZLE: &str = "/usr/share/php/GuzzleHttp/autoload.php";

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[
    &Interpreter {
        clients: &["php/curl"],
        command: &["php"],
        file: "snippet.php",
        probe: &[
            "php",
            "-r",
            "echo 'PHP ', PHP_VERSION, ', curl ', curl_version()['version'];",
        ],
        install: "apt-get install php-cli php-curl",
        furnish: bare,
    },
    &Interpreter {
        clients: &["php/guzzle"],
        command: &["php"],
        file: "snippet.php",
        probe: &[
            "php",
            "-r",
            "require '/usr/share/php/GuzzleHttp/autoload.php';
            echo 'Guzzle ', GuzzleHttp\\ClientInterface::MAJOR_VERSION;",
        ],
        install: "apt-get install php-cli php-curl php-guzzlehttp-guzzle",
        furnish: vendor,
    },
];

fn vendor(_: &Tools, directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory.join("vendor"))?;
    fs::write(
        directory.join("vendor/autoload.php"),
        format!("<?php require \"{GUZZLE}\";\n"),
    )
}
