use snippetgen::*;
fn main() {
    let mut a = std::env::args().skip(1);
    let client = a.next().unwrap();
    let file = a.next().unwrap();
    let mut o = Options::default();
    for x in a {
        match x.as_str() {
            "exact" => o.exact = true,
            "env" => o.auth = Auth::Env(None),
            "ph" => o.auth = Auth::Placeholder(None),
            _ => {}
        }
    }
    let m = std::fs::read(file).unwrap();
    let r = parse(&m).unwrap();
    match render(&r, Client::find(&client).unwrap(), &o) {
        Ok(s) => {
            print!("{}", s.code);
            for n in s.notes {
                eprintln!("note {n:?}")
            }
        }
        Err(e) => eprintln!("refused {e:?}"),
    }
}
