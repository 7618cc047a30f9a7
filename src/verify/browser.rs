use super::toolchain::Toolchain;

pub const TOOLCHAINS: &[&dyn Toolchain] = &[];
