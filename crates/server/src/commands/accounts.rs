//! `yuheng user` and `yuheng token`: accounts and tokens from the command line of the server itself.

use std::process::ExitCode;

use anyhow::Result;
use yuheng_app::accounts::tokens::NewToken;
use yuheng_app::accounts::{Lock, links::LinkMade};
use yuheng_app::{App, Caller};
use yuheng_definition::Label;
use yuheng_engine::{Door, RecordId};
use yuheng_store::Account;

use crate::cli::{Token, User};
use crate::config::Config;
use crate::{open, words};

/// Runs a command on accounts.
pub async fn user(config: &Config, user: User) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    match user {
        User::List => {
            for view in app.accounts(&system).await? {
                let person = view.person.map(|person| format!("{} {}", person.number, person.title));
                println!("{}  {}  {}", view.account.login, person.unwrap_or_default(), standing(&view.account));
            }
        }
        User::Invite { person, login } => {
            let nobody =
                Label::new(&format!("没有人员或联系人 {person}"), &format!("there is no person or contact {person}"));
            print(config, &app.invite(&system, &person, &login).await.map_err(words::naming(nobody))?);
        }
        User::Reset { login } => {
            print(config, &app.reset(&system, &login).await.map_err(words::naming(no_account(&login)))?);
        }
        User::Lock { login } => set_locked(&app, &system, &login, Lock::Locked).await?,
        User::Unlock { login } => set_locked(&app, &system, &login, Lock::Open).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a command on tokens.
pub async fn token(config: &Config, token: Token) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    match token {
        Token::Create { login, label, days, read_only, processes } => {
            let account = account(&app, &login).await?;
            let new = NewToken { label, processes, read_only, days };
            let (_, secret) = app.make_token(&system, account.id, new).await?;
            println!("{}", secret.reveal());
        }
        Token::List { login } => {
            for token in app.tokens(&system, account(&app, &login).await?.id).await? {
                let rights = if token.read_only { "reads" } else { "reads and writes" };
                let processes: Vec<&str> = token.processes.iter().map(|id| id.as_str()).collect();
                let until = token.expires_at.map_or_else(|| "no end".to_owned(), |at| format!("until {at}"));
                println!("{}  {}  {rights}  {until}  {}", token.id, token.name, processes.join(","));
            }
        }
        Token::Revoke { login, id } => {
            let no_token = Label::new(&format!("{login} 没有令牌 {id}"), &format!("{login} has no token {id}"));
            let account = account(&app, &login).await?;
            app.revoke_token(&system, account.id, RecordId(id)).await.map_err(words::naming(no_token))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

const fn standing(account: &Account) -> &'static str {
    match (account.is_active, account.password.is_some()) {
        (false, _) => "locked",
        (true, false) => "invited",
        (true, true) => "open",
    }
}

fn print(config: &Config, link: &LinkMade) {
    println!("{}", link.address);
    println!("请自行转交；只能用一次，{0} 前有效。/ Pass it on yourself; it works once, until {0}.", link.expires_at);
    if config.public_url.is_none() {
        println!(
            "开头是监听地址；用 --public-url、YUHENG_PUBLIC_URL 或设置文件中的 public_url 设置用户访问的地址。/ It begins with \
             the address listened at; set what users type by --public-url, YUHENG_PUBLIC_URL or public_url in the settings."
        );
    }
}

async fn account(app: &App, login: &str) -> Result<Account> {
    app.account(login).await.map_err(words::naming(no_account(login)))
}

async fn set_locked(app: &App, system: &Caller, login: &str, lock: Lock) -> Result<()> {
    app.set_locked(system, login, lock).await.map_err(words::naming(no_account(login)))
}

fn no_account(login: &str) -> Label {
    Label::new(&format!("没有账号 {login}"), &format!("there is no account {login}"))
}
