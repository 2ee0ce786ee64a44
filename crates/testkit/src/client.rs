//! A client of the program's HTTP interface, as a person's browser or a program would use it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; null when it is empty or no JSON.
    pub body: Value,
    /// The body as text; what is none is shown by a sign in its place.
    pub text: String,
    /// The body.
    pub bytes: Vec<u8>,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Answer {
    /// The first header with `name`.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Itself, if its status is `status`.
    ///
    /// # Errors
    /// With the body, when it isn't.
    pub fn expect(self, status: u16) -> Result<Self> {
        if self.status != status {
            bail!("{status} was expected, {} came: {}", self.status, self.text);
        }
        Ok(self)
    }

    /// The action with `id` that the record in the body offers.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<&Value> {
        self.body["actions"].as_array()?.iter().find(|action| action["id"] == id)
    }

    /// The clock with `id` of the record in the body.
    #[must_use]
    pub fn clock(&self, id: &str) -> Option<&Value> {
        self.body["clocks"].as_array()?.iter().find(|clock| clock["id"] == id)
    }

    /// The record's version, for `If-Match`.
    #[must_use]
    pub fn version(&self) -> String {
        self.header("etag").map(str::to_owned).unwrap_or_default()
    }
}

/// How often a program's simulated clock was set: sessions end as time passes, so clients sign in anew.
pub type Times = Arc<AtomicU64>;

/// A client with or without a session or token.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    address: String,
    account: Option<Account>,
    token: Option<String>,
    cookie: Option<String>,
    viewing: Option<String>,
    is_page: bool,
    language: &'static str,
}

/// Who signed in, and the session.
#[derive(Clone)]
struct Account {
    login: String,
    password: String,
    session: Arc<Mutex<(String, u64)>>,
    times: Times,
}

impl Client {
    /// A client without a session.
    #[must_use]
    pub fn anonymous(address: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self {
            agent,
            address: address.to_owned(),
            account: None,
            token: None,
            cookie: None,
            viewing: None,
            is_page: true,
            language: "en",
        }
    }

    /// A client that has signed in. It signs in anew after each change of `times`, and never otherwise.
    ///
    /// # Errors
    /// When signing in fails.
    pub fn sign_in(address: &str, login: &str, password: &str, times: &Times) -> Result<Self> {
        let mut client = Self::anonymous(address);
        let at = times.load(Ordering::Relaxed);
        let cookie = client.session(login, password)?;
        client.account = Some(Account {
            login: login.to_owned(),
            password: password.to_owned(),
            session: Arc::new(Mutex::new((cookie, at))),
            times: Arc::clone(times),
        });
        Ok(client)
    }

    /// A new session's cookie.
    fn session(&self, login: &str, password: &str) -> Result<String> {
        let anonymous = Self { account: None, token: None, ..self.clone() };
        let body = serde_json::json!({ "login": login, "password": password });
        let answer = anonymous.post("/api/v1/sign-in", &body)?;
        if answer.status >= 300 {
            bail!("signing in as {login}: {} {}", answer.status, answer.text);
        }
        let cookie = answer.header("set-cookie").context("signing in set no cookie")?;
        cookie.split(';').next().map(str::to_owned).context("the cookie is empty")
    }

    /// The same person at another node.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self.clone() }
    }

    /// A client with an API token instead of a session.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { account: None, token: Some(token.to_owned()), cookie: None, ..self.clone() }
    }

    /// A client with a session that an answer has just begun.
    ///
    /// # Errors
    /// When the answer begins none.
    pub fn with_session_of(&self, begun: &Answer) -> Result<Self> {
        let cookie = begun.header("set-cookie").context("no session was begun")?;
        let cookie = cookie.split(';').next().context("the cookie is empty")?.to_owned();
        Ok(Self { account: None, token: None, cookie: Some(cookie), ..self.clone() })
    }

    /// The same without the header that only our own page sends.
    #[must_use]
    pub fn as_another_page(&self) -> Self {
        Self { is_page: false, ..self.clone() }
    }

    /// The same, looking through somebody's eyes by the viewing `id`.
    #[must_use]
    pub fn viewing(&self, id: &str) -> Self {
        Self { viewing: Some(id.to_owned()), ..self.clone() }
    }

    /// The same, speaking Chinese.
    #[must_use]
    pub fn in_chinese(&self) -> Self {
        Self { language: "zh-CN", ..self.clone() }
    }

    /// GET.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn get(&self, path: &str) -> Result<Answer> {
        let mut request = self.agent.get(format!("{}{path}", self.address)).header("accept-language", self.language);
        for (name, value) in self.credentials()? {
            request = request.header(name, value);
        }
        answer(request.call().with_context(|| format!("GET {path}"))?)
    }

    /// Follows the events after `position`, up to the first of which `is_last` holds; that one is the last of them.
    ///
    /// # Errors
    /// When no answer comes, or the stream ends before that one.
    pub fn events(&self, position: u64, is_last: impl Fn(&Value) -> bool) -> Result<Vec<Value>> {
        let mut request = self.agent.get(format!("{}/api/v1/events?after={position}", self.address));
        for (name, value) in self.credentials()? {
            request = request.header(name, value);
        }
        let mut response = request.call().context("GET /api/v1/events")?;
        if response.status() != 200 {
            bail!("following events: {}", response.status());
        }
        let mut events = Vec::new();
        for line in BufReader::new(response.body_mut().as_reader()).lines() {
            let line = line.context("an event")?;
            let Some(data) = line.strip_prefix("data:") else { continue };
            let event: Value = serde_json::from_str(data).with_context(|| format!("the event {data}"))?;
            let ends = is_last(&event);
            events.push(event);
            if ends {
                return Ok(events);
            }
        }
        bail!("the stream ended after {} events", events.len())
    }

    /// DELETE.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn delete(&self, path: &str) -> Result<Answer> {
        let mut request = self.agent.delete(format!("{}{path}", self.address)).header("accept-language", self.language);
        for (name, value) in self.credentials()? {
            request = request.header(name, value);
        }
        answer(request.header("x-yuheng", "1").call().with_context(|| format!("DELETE {path}"))?)
    }

    /// POST of JSON.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        self.send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// PUT of JSON.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn put(&self, path: &str, body: &Value) -> Result<Answer> {
        self.send("PUT", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// POST of JSON on the condition that the record still has a version (`ETag`).
    ///
    /// # Errors
    /// When no answer comes.
    pub fn post_if(&self, path: &str, version: &str, body: &Value) -> Result<Answer> {
        let headers = [("content-type", "application/json"), ("if-match", version)];
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    /// PATCH on the condition that the record still has a version (`ETag`).
    ///
    /// # Errors
    /// When no answer comes.
    pub fn patch_if(&self, path: &str, version: &str, body: &Value) -> Result<Answer> {
        let headers = [("content-type", "application/merge-patch+json"), ("if-match", version)];
        self.send("PATCH", path, &headers, body.to_string().as_bytes())
    }

    /// Any request with a body.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("accept-language", self.language);
        if self.is_page {
            request = request.header("x-yuheng", "1");
        }
        for (name, value) in self.credentials()? {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.to_vec()).context("making the request")?;
        answer(self.agent.run(request).with_context(|| format!("{method} {path}"))?)
    }

    /// GET of an address that is longer than any client makes one: the status of the answer.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn get_too_long(&self, path: &str) -> Result<u16> {
        let host = self.address.trim_start_matches("http://");
        let mut head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n");
        for (name, value) in self.credentials()? {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(host).context("connecting")?;
        stream.write_all(format!("{head}\r\n").as_bytes()).context("sending the head")?;
        status(&mut BufReader::new(stream))
    }

    /// Begins to send a body of `size` bytes, and comes back when the program has begun to read it.
    ///
    /// # Errors
    /// When the program doesn't begin to read.
    pub fn begin_to_send(&self, path: &str, size: usize) -> Result<Sending> {
        let host = self.address.trim_start_matches("http://");
        let mut head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nx-yuheng: 1\r\nexpect: 100-continue\r\n\
             content-type: application/octet-stream\r\ncontent-length: {size}\r\n"
        );
        for (name, value) in self.credentials()? {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut stream = TcpStream::connect(host).context("connecting")?;
        stream.write_all(head.as_bytes()).context("sending the head")?;
        let mut answers = BufReader::new(stream.try_clone().context("sharing the connection")?);
        match status(&mut answers)? {
            100 => {}
            other => bail!("{other} came before the body"),
        }
        answers.read_line(&mut String::new()).context("reading the end of the head")?;
        Ok(Sending { stream, answers })
    }

    fn credentials(&self) -> Result<Vec<(&'static str, String)>> {
        let mut all: Vec<_> = self.token.iter().map(|token| ("authorization", format!("Bearer {token}"))).collect();
        if let Some(account) = &self.account {
            let now = account.times.load(Ordering::Relaxed);
            let mut session = account.session.lock().unwrap_or_else(PoisonError::into_inner);
            if session.1 != now {
                *session = (self.session(&account.login, &account.password)?, now);
            }
            all.push(("cookie", session.0.clone()));
        }
        all.extend(self.cookie.iter().map(|cookie| ("cookie", cookie.clone())));
        all.extend(self.viewing.iter().map(|id| ("x-yuheng-viewing", id.clone())));
        Ok(all)
    }
}

/// A request under way: the program reads its body.
pub struct Sending {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

impl Sending {
    /// Sends more of the body.
    ///
    /// # Errors
    /// When the program has hung up.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).context("sending more of the body")
    }

    /// The status of the answer, once all is sent.
    ///
    /// # Errors
    /// When none comes.
    pub fn status(mut self) -> Result<u16> {
        status(&mut self.answers)
    }
}

fn status(answers: &mut impl BufRead) -> Result<u16> {
    let mut line = String::new();
    answers.read_line(&mut line).context("reading the answer")?;
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).with_context(|| format!("no status in {line:?}"))
}

fn answer(mut response: Response<ureq::Body>) -> Result<Answer> {
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let bytes = response.body_mut().with_config().limit(LARGEST).read_to_vec().context("reading the answer")?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Answer { status: response.status().as_u16(), body, text, bytes, headers })
}
