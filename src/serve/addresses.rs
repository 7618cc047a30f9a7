//! Addresses that nothing is sent to, whatever names lead there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where clouds tell a machine its own secrets, beside those that are link-local.
const METADATA: [IpAddr; 5] = [
    // Alibaba Cloud
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    // Azure
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    // Oracle Cloud
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    // AWS
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    // Google Cloud
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

/// Whether this is link-local, of a cloud's metadata, of many hosts, or of none.
pub(super) fn is_forbidden(address: IpAddr) -> bool {
    let address = inner(address);
    METADATA.contains(&address)
        || address.is_multicast()
        || address.is_unspecified()
        || match address {
            // RFC 1122 §3.2.1.3: 0.0.0.0/8 is this network, 240.0.0.0/4 is reserved.
            IpAddr::V4(v4) => v4.is_link_local() || matches!(v4.octets()[0], 0 | 240..),
            IpAddr::V6(v6) => v6.is_unicast_link_local(),
        }
}

/// Whether this is of this machine or of a network that the internet does not reach.
pub(super) fn is_internal(address: IpAddr) -> bool {
    let address = inner(address);
    address.is_loopback()
        || match address {
            // RFC 6598: between a provider and its customers.
            IpAddr::V4(v4) => {
                let [first, second, ..] = v4.octets();
                v4.is_private() || (first == 100 && second & 0xc0 == 64)
            }
            IpAddr::V6(v6) => v6.is_unique_local(),
        }
}

/// The IPv4 address that an IPv6 address stands for, where it does.
fn inner(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address.to_canonical() else {
        return address.to_canonical();
    };
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match [a, b, c, d, e, f] {
        // NAT64 (RFC 6052 §2.1)
        [0x64, 0xff9b, 0, 0, 0, 0] => v4(g, h).into(),
        // IPv4-compatible (RFC 4291 §2.5.5.1), but for :: and ::1
        [0, 0, 0, 0, 0, 0] if g != 0 => v4(g, h).into(),
        // 6to4 (RFC 3056 §2)
        [0x2002, high, low, ..] => v4(high, low).into(),
        _ => v6.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(addresses: &str, test: fn(IpAddr) -> bool) {
        for address in addresses.split_whitespace() {
            assert!(test(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_tells_secrets_or_is_no_host_is_forbidden() {
        all(
            "169.254.169.254 169.254.170.2 169.254.0.1 fe80::1 febf::1 fd00:ec2::254 fd20:ce::254 \
             100.100.100.200 168.63.129.16 192.0.0.192 224.0.0.1 239.1.1.1 ff02::1 0.0.0.0 0.1.2.3 \
             :: 255.255.255.255 240.0.0.1 ::ffff:169.254.169.254 64:ff9b::169.254.169.254 \
             2002:a9fe:a9fe::1 ::169.254.169.254",
            is_forbidden,
        );
        all(
            "127.0.0.1 ::1 10.0.0.1 192.0.2.1 2001:db8::1 fd00::1",
            |address| !is_forbidden(address),
        );
    }

    #[test]
    fn a_network_of_ones_own_is_internal() {
        all(
            "127.0.0.1 127.9.9.9 ::1 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 fd00::1 \
             ::ffff:127.0.0.1 64:ff9b::10.0.0.1",
            is_internal,
        );
        all("192.0.2.1 100.128.0.1 172.32.0.1 2001:db8::1", |address| {
            !is_internal(address)
        });
    }
}
