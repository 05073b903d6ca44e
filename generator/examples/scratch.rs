use std::time::Instant;
use twinspec::{diagnostic::*, load::*, source::*};
fn main() {
    for path in std::env::args().skip(1) {
        let s = Source::read(&path).unwrap();
        for _ in 0..1 {
        let t = Instant::now();
        let mut d = Diagnostics::default();
        let l = load(&s, &mut d);
        let mine = t.elapsed();
        let t = Instant::now();
        let other: Option<serde_json::Value> = if s.is_json() { serde_json::from_str(&s.text).ok() } else { serde_yaml::from_str(&s.text).ok() };
        let lib = t.elapsed();
        println!("{path} {} bytes mine {mine:?} lib {lib:?} equal {} diags {}", s.text.len(), l.as_ref().map(|l| &l.value) == other.as_ref(), d.len());
        for x in d.iter() { println!("   {} {} {:?} {:?}", x.code, x.message, x.span, x.label); }
        if let Some(l) = l {
            let mut ps = vec![];
            fn rec(v: &serde_json::Value, p: Pointer, ps: &mut Vec<(Pointer, Focus)>) {
                ps.push((p.clone(), Focus::Value));
                match v { serde_json::Value::Object(m) => for (k, v) in m { rec(v, p.child(k), ps) }, serde_json::Value::Array(a) => for (i, v) in a.iter().enumerate() { rec(v, p.index(i), ps) }, _ => {} }
            }
            rec(&l.value, Pointer::root(), &mut ps);
            let step = (ps.len() / 1000).max(1);
            let some: Vec<_> = ps.iter().step_by(step).cloned().collect();
            let t = Instant::now();
            let sources = Sources::of(s.clone());
            let locs = sources.locate_all(&some);
            let mut bad = 0;
            for ((p, _), l2) in some.iter().zip(&locs) {
                let l2 = l2.as_ref().unwrap();
                let text = &s.text[l2.range.clone().unwrap()];
                let key = p.last().unwrap_or_default();
                let v = l.value.pointer(p.as_str()).unwrap();
                let ok = match v { serde_json::Value::String(x) => text.contains(x.as_str()) || text.trim_matches(['"', '\'']) == key || text.starts_with('"') , serde_json::Value::Number(_) | serde_json::Value::Bool(_) => serde_json::from_str::<serde_json::Value>(text).ok().as_ref() == Some(v), serde_json::Value::Null => matches!(text, "null" | "~") || text.trim_matches(['"', '\'']) == key, _ => text.starts_with("- ") || text.contains(": ") || text.ends_with(":") || text.trim_matches(['"', '\'']) == key || text.starts_with(['{','[']) || key.parse::<usize>().is_ok() };
                if !ok { bad += 1; if bad < 5 { println!("   {p} -> {}:{} {text:?} want {v}", l2.line, l2.column); } }
            }
            println!("  located {} of {} in {:?}, bad {bad}", some.len(), ps.len(), t.elapsed());
        }
        }
    }
}
