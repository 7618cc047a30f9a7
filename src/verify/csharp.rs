use super::toolchain::Toolchain;

pub(super) const TOOLCHAINS: &[&dyn Toolchain] = &[];
