"""The vocabulary leads to roadmaps and tags that there are."""

from domain.content.load import load
from domain.resume.vocabulary import vocabulary


def test_roadmaps_tags_and_streams_exist() -> None:
    library = load()
    tags = {tag for question in library.questions for tag in question.tags}
    tags |= {topic for roadmap in library.roadmaps for stage in roadmap.stages for topic in stage.topics}
    streams = {question.stream for question in library.questions}
    for skill in vocabulary().skills.values():
        assert skill.roadmap in {"", *(roadmap.slug for roadmap in library.roadmaps)}, skill.id
        assert skill.topics, skill.id
        assert set(skill.topics) <= tags, (skill.id, set(skill.topics) - tags)
        assert skill.stream in streams, skill.id


def test_every_roadmap_teaches_the_skill_of_its_name() -> None:
    known = vocabulary()
    for roadmap in load().roadmaps:
        skill = known.find(roadmap.name)
        assert skill is not None
        assert skill.roadmap == roadmap.slug
