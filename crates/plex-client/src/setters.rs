//! The setters that the builders of all clients share.

/// The setters of a builder with `settings`. `$builder` makes one, for the examples.
macro_rules! setters {
    ($builder:literal) => {
        /// Sets the token; empty for none.
        ///
        /// ```
        #[doc = concat!("let builder = ", $builder, ".token(\"my-token\");")]
        /// assert!(!format!("{builder:?}").contains("my-token"));
        /// ```
        pub fn token(mut self, token: impl Into<String>) -> Self {
            let token = token.into();
            self.settings.token =
                (!token.trim().is_empty()).then(|| $crate::token::Token::new(token.trim()));
            self
        }

        /// Limits the time of an operation, all its attempts together. 30 s by default.
        ///
        /// ```
        /// use std::time::Duration;
        ///
        #[doc = concat!("let builder = ", $builder, ".timeout(Duration::from_secs(10));")]
        /// ```
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.settings.timeout = timeout;
            self
        }

        /// Sets what Plex knows this installation by. Without one, each process is a new device to the
        /// server; [`client_identifier`](crate::client_identifier) keeps one on disk.
        ///
        /// ```
        #[doc = concat!("let builder = ", $builder, ".client_identifier(\"5b7f0c6e9a\");")]
        /// ```
        pub fn client_identifier(mut self, identifier: impl Into<String>) -> Self {
            self.settings.client_identifier = Some(identifier.into());
            self
        }

        /// Sets the name of the program, as people see it in their list of devices.
        ///
        /// ```
        #[doc = concat!("let builder = ", $builder, ".product(\"My Program\");")]
        /// ```
        pub fn product(mut self, product: impl Into<String>) -> Self {
            self.settings.product = product.into();
            self
        }

        /// Sets the version of the program.
        ///
        /// ```
        #[doc = concat!("let builder = ", $builder, ".version(\"1.2.0\");")]
        /// ```
        pub fn version(mut self, version: impl Into<String>) -> Self {
            self.settings.version = version.into();
            self
        }

        /// Sets the name of this machine, as people see it in their list of devices.
        ///
        /// ```
        #[doc = concat!("let builder = ", $builder, ".device_name(\"Study\");")]
        /// ```
        pub fn device_name(mut self, name: impl Into<String>) -> Self {
            self.settings.device_name = Some(name.into());
            self
        }

        /// Changes the HTTP client before it is built: its proxies, its connections, how names are looked
        /// up. Headers and redirects stay as they are, so that the token goes to this server alone.
        ///
        /// ```
        #[doc = concat!("let builder = ", $builder, ".http(|http| http.pool_max_idle_per_host(1));")]
        /// ```
        pub fn http(
            mut self,
            change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
        ) -> Self {
            self.settings.http = $crate::transport::settings::HttpHook::new(change);
            self
        }

        /// Certificates to trust beside the system's, in PEM.
        ///
        /// ```no_run
        /// let pem = std::fs::read("root.pem").unwrap();
        #[doc = concat!("let builder = ", $builder, ".ca_certificate_pem(pem);")]
        /// ```
        pub fn ca_certificate_pem(mut self, pem: Vec<u8>) -> Self {
            self.settings.ca_certificate_pem = Some(pem);
            self
        }
    };
}
pub(crate) use setters;
