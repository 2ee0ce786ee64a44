//! A wire between the program and its database that can be made to stand still: connections stay open, and nothing comes
//! through any more. That is what a frozen server and a network that drops everything look like.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use anyhow::{Context, Result};

/// A wire to an address.
pub struct Wire {
    here: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    stands_still: Mutex<bool>,
    changed: Condvar,
    is_over: AtomicBool,
}

impl Wire {
    /// A wire to `there`, `host:port`.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn to(there: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("listening")?;
        let here = listener.local_addr().context("asking for the address")?;
        let state = Arc::<State>::default();
        let (there, shared) = (there.to_owned(), Arc::clone(&state));
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if shared.is_over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(far) = TcpStream::connect(&there) else { continue };
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else { continue };
                    let shared = Arc::clone(&shared);
                    std::thread::spawn(move || shared.carry(from, to));
                }
            }
        });
        Ok(Self { here, state })
    }

    /// Its near end, `host:port`.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.here
    }

    /// Lets nothing through any more.
    pub fn stand_still(&self) {
        self.state.set(true);
    }

    /// Lets everything through again, what waited first.
    pub fn go_on(&self) {
        self.state.set(false);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::Relaxed);
        self.go_on();
        // Wakes whoever accepts.
        drop(TcpStream::connect(self.here));
    }
}

impl State {
    fn set(&self, stands_still: bool) {
        *self.stands_still.lock().unwrap_or_else(PoisonError::into_inner) = stands_still;
        self.changed.notify_all();
    }

    fn carry(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            let mut still = self.stands_still.lock().unwrap_or_else(PoisonError::into_inner);
            while *still {
                still = self.changed.wait(still).unwrap_or_else(PoisonError::into_inner);
            }
            drop(still);
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        drop(to.shutdown(std::net::Shutdown::Both));
    }
}
