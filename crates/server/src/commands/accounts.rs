//! `yuheng user` and `yuheng token`: accounts and tokens from the command line of the server itself.

use std::process::ExitCode;

use anyhow::Result;
use yuheng_app::accounts::tokens::NewToken;
use yuheng_app::accounts::{Lock, links::LinkMade};
use yuheng_engine::{Door, RecordId};

use crate::cli::{Token, User};
use crate::config::Config;
use crate::open;

/// Runs a command on accounts.
pub async fn user(config: &Config, user: User) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    match user {
        User::Invite { person, login } => print(&app.invite(&system, &person, &login).await?),
        User::Reset { login } => print(&app.reset(&system, &login).await?),
        User::Lock { login } => app.set_locked(&system, &login, Lock::Locked).await?,
        User::Unlock { login } => app.set_locked(&system, &login, Lock::Open).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a command on tokens.
pub async fn token(config: &Config, token: Token) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    match token {
        Token::Create { login, label, days, read_only, processes } => {
            let account = app.account(&login).await?;
            let new = NewToken { label, processes, read_only, days };
            let (_, secret) = app.make_token(&system, account.id, new).await?;
            println!("{}", secret.reveal());
        }
        Token::List { login } => {
            for token in app.tokens(&system, app.account(&login).await?.id).await? {
                let rights = if token.read_only { "reads" } else { "reads and writes" };
                let processes: Vec<&str> = token.processes.iter().map(|id| id.as_str()).collect();
                println!("{}  {}  {rights}  {}", token.id, token.name, processes.join(","));
            }
        }
        Token::Revoke { login, id } => {
            app.revoke_token(&system, app.account(&login).await?.id, RecordId(id)).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(link: &LinkMade) {
    println!("{}", link.address);
    println!("Pass it on yourself; it works once, until {}.", link.expires_at);
}
