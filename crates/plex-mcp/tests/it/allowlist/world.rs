//! A server with one library that may be shown and one that may not, in which everything is marked.

/// In every text of what is hidden, and in none of what is not.
pub(super) const MARK: &str = "HIDDEN";

/// How every id of what is hidden begins, and no other number.
pub(super) const KEYS: &str = "990099";

/// The server. What is shown has to do with what is hidden in every way there is: people, genres, a
/// collection's name, playlists, plays, a guid.
pub(super) const SERVER: &str = r#"
[server]
friendlyName = "Example"

[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
token = "token-of-grace"

[[device]]
id = 1
name = "Television"
platform = "tvOS"

[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/media/films"]

[[section.item]]
ref = "open"
ratingKey = "1000"
title = "Open film"
year = 2001
duration = "1h30m"
addedAt = "-3d"
viewOffset = "10m"
lastViewedAt = "-2d"
Genre = ["Drama"]
Role = ["Both | One"]
Director = ["Both Too"]
Guid = ["imdb://tt0000001"]
guid = "plex://movie/shared"

[[section.item]]
title = "Open second"
year = 2002
duration = "1h30m"
addedAt = "-4d"
Genre = ["Drama"]
Role = ["Both | One"]

[[section.collection]]
title = "Shared"
items = ["open"]

[[section]]
key = "990099"
type = "movie"
title = "HIDDEN films"
uuid = "HIDDEN-uuid"
agent = "tv.HIDDEN.agent"
language = "HIDDEN"
Location = ["/media/HIDDEN"]

[[section.item]]
ref = "secret"
ratingKey = "9900991"
title = "HIDDEN film"
originalTitle = "HIDDEN original"
year = 2001
duration = "1h30m"
addedAt = "-1d"
viewOffset = "20m"
lastViewedAt = "-1d"
summary = "HIDDEN summary"
tagline = "HIDDEN tagline"
studio = "HIDDEN studio"
contentRating = "HIDDEN-13"
editionTitle = "HIDDEN edition"
Genre = ["Drama", "HIDDEN genre"]
Role = ["Both | HIDDEN role", "HIDDEN actor"]
Director = ["Both Too", "HIDDEN director"]
Country = ["HIDDEN country"]
Guid = ["imdb://tt0000001", "tmdb://990099"]
guid = "plex://movie/shared"
Review = [{ tag = "HIDDEN critic", text = "HIDDEN review", source = "HIDDEN daily", image = "x" }]
Chapter = [{ index = 1, tag = "HIDDEN chapter", startTimeOffset = 0, endTimeOffset = 600000 }]

[[section.item]]
ratingKey = "9900992"
title = "HIDDEN second"
year = 2002
duration = "1h30m"
addedAt = "-5h"
Genre = ["HIDDEN genre", "Drama"]
Role = ["Both | One"]

[[section.collection]]
ratingKey = "9900993"
title = "HIDDEN collection"
items = ["secret"]

[[section.collection]]
ratingKey = "9900994"
title = "Shared"
items = ["secret"]

[[section]]
key = "9900990"
type = "show"
title = "HIDDEN shows"
uuid = "HIDDEN-uuid-2"
agent = "tv.HIDDEN.agent"
Location = ["/media/HIDDEN-shows"]

[[section.item]]
ratingKey = "9900995"
title = "HIDDEN show"
year = 2010
[[section.item.item]]
ratingKey = "9900996"
index = 1
item = [
  { ratingKey = "9900997", title = "HIDDEN one", duration = "50m", viewCount = 1, lastViewedAt = "-3d", summary = "HIDDEN what happened" },
  { ratingKey = "9900998", title = "HIDDEN two", duration = "50m", addedAt = "-1h" },
]

[[playlist]]
ratingKey = "9900999"
title = "HIDDEN playlist"
items = ["open", "secret"]

[[view]]
account = "grace"
item = "secret"
viewCount = 3
lastViewedAt = "-1d"

[[play]]
account = "grace"
device = 1
item = "secret"
viewedAt = "-1d"
[[play]]
account = "ada"
device = 1
item = "open"
viewedAt = "-2d"

[[session]]
account = "grace"
item = "secret"
viewOffset = "20m"
state = "playing"
Player = { title = "HIDDEN player", product = "Plex for Apple TV", platform = "tvOS", machineIdentifier = "HIDDEN-machine", local = true }
Session = { bandwidth = 30000, location = "lan" }
[[session]]
account = "ada"
item = "open"
viewOffset = "10m"
state = "playing"
Player = { title = "Tablet", product = "Plex for iOS", platform = "iOS", local = true }
Session = { bandwidth = 20000, location = "lan" }
"#;
