"""Collections, made and changed through plexapi and read back another way."""

from __future__ import annotations

import pytest
from plexapi.exceptions import BadRequest, NotFound

from test_playlists import keys, section


def test_a_collection_is_made_filled_ordered_and_deleted(own_plex):
    library = section(own_plex, "movie")
    films = library.all()[:4]
    collection = library.createCollection("Ours", items=films[:2])
    assert collection.childCount == 2 and collection.subtype == "movie" and not collection.smart
    collection.addItems(films[1:4])
    assert set(keys(collection.reload().items())) == set(keys(films))
    tagged = films[2].reload()
    assert "Ours" in [tag.tag for tag in tagged.collections]
    assert "collection" in [field.name for field in tagged.fields if field.locked]
    assert set(keys(library.search(collection="Ours"))) == set(keys(films))

    collection.sortUpdate("custom")
    assert collection.reload().collectionSort == 2
    first, *_, last = collection.items()
    collection.moveItem(last)
    assert keys(collection.reload().items())[0] == last.ratingKey
    collection.moveItem(last, after=first)
    assert keys(collection.reload().items())[:2] == keys([first, last])
    collection.sortUpdate("alpha")
    titles = [item.titleSort for item in collection.reload().items()]
    assert titles == sorted(titles, key=str.lower)
    collection.modeUpdate("hideItems")
    assert collection.reload().collectionMode == 1

    collection.removeItems([films[2]])
    assert films[2].ratingKey not in keys(collection.reload().items())
    assert "Ours" not in [tag.tag for tag in films[2].reload().collections]
    own_plex.query(
        f"/library/collections/{collection.ratingKey}/children/{films[3].ratingKey}",
        method=own_plex._session.delete,
    )
    assert set(keys(collection.reload().items())) == set(keys(films[:2]))

    collection.editTitle("Theirs").editSummary("Not ours").addLabel("kept")
    collection.reload()
    assert (collection.title, collection.summary) == ("Theirs", "Not ours")
    assert [label.tag for label in collection.labels] == ["Kept"]
    assert "Theirs" in [tag.tag for tag in films[0].reload().collections]
    collection.delete()
    with pytest.raises(NotFound):
        library.collection("Theirs")
    assert "Theirs" not in [tag.tag for tag in films[0].reload().collections]


def test_a_smart_collection_is_a_query(own_plex):
    library = section(own_plex, "movie")
    collection = library.createCollection(
        "Old", smart=True, sort="year", filters={"year<<": 1930}
    )
    assert collection.smart
    assert keys(collection.items()) == keys(library.search(sort="year", filters={"year<<": 1930}))
    collection.updateFilters(sort="year:desc", filters={"year>>": 1970})
    expected = keys(library.search(sort="year:desc", filters={"year>>": 1970}))
    assert keys(library.collection("Old").items()) == expected
    with pytest.raises(BadRequest):
        collection.addItems(library.all()[:1])


def test_a_collection_is_promoted_moved_and_demoted(own_plex):
    library = section(own_plex, "movie")
    collection = library.createCollection("Ours", items=library.all()[:2])
    hub = collection.visibility()
    assert not hub._promoted
    hub.updateVisibility(recommended=True, home=True, shared=False)
    hub = collection.visibility()
    assert hub.promotedToRecommended and hub.promotedToOwnHome and not hub.promotedToSharedHome
    assert "Ours" in [row.title for row in library.hubs()]
    hub.promoteShared()
    assert collection.visibility().homeVisibility == "all"
    hub.move()
    assert library.managedHubs()[0].identifier == hub.identifier
    second = library.managedHubs()[1]
    hub.move(after=second)
    assert library.managedHubs()[1].identifier == hub.identifier
    second.demoteRecommended()
    assert not library.managedHubs()[0].promotedToRecommended
    hub.remove()
    assert not collection.visibility()._promoted
    library.resetManagedHubs()
    assert library.managedHubs()[0].promotedToRecommended
