//! bench_cedar FOLDER: the table in Cedar, on requests that are built beforehand. Writes the rule of each request to
//! answers.cedar and prints nanoseconds for all of them, one thread, one run.
use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request};
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("a folder is needed")?);
    let policies: PolicySet = std::fs::read_to_string(folder.join("table.cedar"))?.parse()?;
    let (who, what, of): (EntityUid, EntityUid, EntityUid) = (
        r#"Agency::"a""#.parse()?,
        r#"Action::"disclose""#.parse()?,
        r#"Account::"b""#.parse()?,
    );
    let mut requests = Vec::new();
    for line in std::fs::read_to_string(folder.join("requests.jsonl"))?.lines() {
        let context = Context::from_json_value(serde_json::from_str(line)?, None)?;
        requests.push(Request::new(who.clone(), what.clone(), of.clone(), context, None)?);
    }
    let (authorizer, entities) = (Authorizer::new(), Entities::empty());
    let mut answers = Vec::with_capacity(requests.len());
    let start = Instant::now();
    for request in &requests {
        answers.push(authorizer.is_authorized(request, &policies, &entities));
    }
    let spent = start.elapsed();
    let mut text = String::new();
    for answer in &answers {
        // Which policies decided: exactly one of a table that decides everything once.
        let rules: Vec<_> = answer.diagnostics().reason().filter_map(|id| policies.policy(id)?.annotation("id")).collect();
        writeln!(text, "{}", rules.join(","))?;
    }
    std::fs::write(folder.join("answers.cedar"), text)?;
    println!("{}", spent.as_nanos());
    Ok(())
}
