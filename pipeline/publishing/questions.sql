-- Views and table macros that answer one kind of question each: most take a part of a name, as one types it.
--
-- A name is found by whole words or their beginnings, without accents, capitals and signs: 'roe', 'Tamsin R', 'blue bench'.
-- All that is planned, reported or denied is left out, unless a column says so. Rows without any date come last,
-- in the order of the article.

CREATE MACRO plain_text(text) AS lower(strip_accents(text));
COMMENT ON MACRO plain_text IS
    'A text without accents and capitals: what a name is searched by.';

CREATE MACRO plain_words(text) AS ' ' || trim(regexp_replace(plain_text(text), '[^\p{L}\p{N}]+', ' ', 'g'));
COMMENT ON MACRO plain_words IS
    'The words of a text without accents, capitals and signs, each after a space.';

CREATE MACRO has_words(text, words) AS coalesce(contains(plain_words(text), plain_words(words)), false);
COMMENT ON MACRO has_words IS
    'Whether some words stand in a text one after the other; the last of them may be the beginning of a word.';

CREATE VIEW known_names AS
    -- An entity that only an adjective stands for has a name that the text does not have.
    SELECT entity_id, name FROM names UNION SELECT entity_id, name FROM entities ORDER BY entity_id, name;
COMMENT ON VIEW known_names IS
    'Each name of each entity, those too that the text only implies, as an adjective implies a state.';

CREATE MACRO is_named(id, text) AS coalesce(id IN (SELECT n.entity_id FROM known_names AS n WHERE has_words(n.name, text)), false);
COMMENT ON MACRO is_named IS
    'Whether an entity has a name that holds some words. SELECT person, title FROM tenures WHERE is_named(person_id, ''roe'')';

CREATE MACRO find_entities(text) AS TABLE
    SELECT
        e.name, e.kind, string_agg(DISTINCT n.name, '; ' ORDER BY n.name) AS found_names,
        (SELECT count(*) FROM facts AS f WHERE e.entity_id IN (f.subject_id, f.object_id, f.place_id, f.about_id)) AS facts,
        e.document_id, e.entity_id
    FROM entities AS e JOIN known_names AS n USING (entity_id)
    WHERE has_words(n.name, text)
    GROUP BY e.name, e.kind, e.document_id, e.entity_id
    ORDER BY facts DESC, e.name, e.entity_id;
COMMENT ON MACRO TABLE find_entities IS
    'Who or what has a name that holds some words, accents and capitals aside, with the number of facts about it. FROM find_entities(''roe'')';

CREATE VIEW fact_entities AS
    SELECT fact_id, part, entity_id FROM (
        SELECT fact_id, 'subject' AS part, subject_id AS entity_id FROM facts
        UNION ALL SELECT fact_id, 'object', object_id FROM facts
        UNION ALL SELECT fact_id, 'place', place_id FROM facts
        UNION ALL SELECT fact_id, 'about', about_id FROM facts
        UNION ALL SELECT fact_id, 'authority', authority_id FROM tenures
        UNION ALL SELECT fact_id, 'polity', polity_id FROM tenures
        UNION ALL SELECT fact_id, 'government', government_id FROM tenures
        UNION ALL SELECT fact_id, 'predecessor', predecessor_id FROM tenures
        UNION ALL SELECT fact_id, 'successor', successor_id FROM tenures
        UNION ALL SELECT fact_id, 'agent', agent_id FROM movements
        UNION ALL SELECT fact_id, 'via', via_id FROM movements
        UNION ALL SELECT fact_id, 'addressee', addressee_id FROM communications
        UNION ALL SELECT fact_id, 'from', from_id FROM territorial_changes
        UNION ALL SELECT fact_id, 'party', party_id FROM outcomes
    )
    WHERE entity_id IS NOT NULL;
COMMENT ON VIEW fact_entities IS
    'All that each fact speaks of, and as which part of it: subject, object, place, the authority of an office ...';

CREATE MACRO facts_about(text) AS TABLE
    SELECT
        s.statement, f.start_edtf, f.end_edtf, f.certainty, f.negated, f.qualifier, f.kind, p.passage, p.section,
        f.start_earliest, f.start_latest, f.document_id, f.char_start, f.fact_id
    FROM facts AS f JOIN statements AS s USING (fact_id) JOIN fact_passages AS p USING (fact_id)
    WHERE f.fact_id IN (SELECT n.fact_id FROM fact_entities AS n WHERE is_named(n.entity_id, text))
        OR has_words(f.subject, text) OR has_words(f.object, text)
    ORDER BY f.document_id, f.char_start, f.fact_id;
COMMENT ON MACRO TABLE facts_about IS
    'All that is stated of whoever or whatever has a name that holds some words, in the order of the article; also what is only planned or denied, see certainty and negated. FROM facts_about(''halvey'') ORDER BY start_earliest';

CREATE MACRO facts_between(text, other) AS TABLE
    WITH touched AS (
        SELECT
            f.fact_id,
            -- What has a part in the same event or agreement belongs together; what says when that was does not.
            CASE WHEN f.about_id IS NULL OR f.about_id = f.subject_id THEN f.fact_id ELSE f.about_id END AS matter,
            has_words(f.subject, text) OR has_words(f.object, text)
                OR f.fact_id IN (SELECT n.fact_id FROM fact_entities AS n WHERE is_named(n.entity_id, text)) AS is_first,
            has_words(f.subject, other) OR has_words(f.object, other)
                OR f.fact_id IN (SELECT n.fact_id FROM fact_entities AS n WHERE is_named(n.entity_id, other)) AS is_second
        FROM facts AS f
    )
    SELECT
        s.statement, f.start_edtf, f.end_edtf, f.certainty, f.negated, f.qualifier, f.kind, p.passage, p.section,
        f.document_id, f.char_start, f.fact_id
    FROM touched AS t JOIN facts AS f USING (fact_id) JOIN statements AS s USING (fact_id) JOIN fact_passages AS p USING (fact_id)
    WHERE (t.is_first OR t.is_second)
        AND t.matter IN (SELECT matter FROM touched GROUP BY matter HAVING bool_or(is_first) AND bool_or(is_second))
    ORDER BY f.document_id, f.char_start, f.fact_id;
COMMENT ON MACRO TABLE facts_between IS
    'What is stated of two together: by one fact, or by their parts in one event or agreement. FROM facts_between(''drovia'', ''velmora'')';

CREATE MACRO passages_about(text) AS TABLE
    SELECT c.heading AS section, s.text AS passage, s.document_id, s.char_start
    FROM sentences AS s LEFT JOIN sections AS c USING (section_id) WHERE has_words(s.text, text)
    UNION ALL
    SELECT 'Infobox', i.label || ': ' || i.value, i.document_id, i.char_start
    FROM infobox_fields AS i WHERE has_words(i.label || ': ' || i.value, text)
    ORDER BY document_id, char_start;
COMMENT ON MACRO TABLE passages_about IS
    'The sentences and infobox fields that hold some words, whether or not a fact was read there. FROM passages_about(''tolls'')';

CREATE MACRO names_of(text) AS TABLE
    SELECT e.name AS of_whom, e.kind, n.name, n.name_type, f.quote, n.document_id, n.entity_id, n.fact_id
    FROM names AS n JOIN entities AS e USING (entity_id) LEFT JOIN facts AS f USING (fact_id)
    WHERE is_named(n.entity_id, text)
    ORDER BY e.name, n.entity_id, n.char_start;
COMMENT ON MACRO TABLE names_of IS
    'All names of whoever or whatever has one that holds some words: in the native language, short ones, epithets. FROM names_of(''blue bench'')';

CREATE MACRO office_holders(text) AS TABLE
    SELECT
        h.person, h.title, h.capacity, h.polity, h.government, h.authority, h.start_edtf, h.end_edtf, h.quote,
        h.start_earliest, h.start_latest, h.end_earliest, h.end_latest, h.document_id, h.fact_id
    FROM headships AS h JOIN facts AS f USING (fact_id)
    WHERE (has_words(concat_ws(' of ', h.title, h.government, h.polity), text) OR has_words(concat_ws(' of ', h.title, h.polity), text))
        -- Who asks for presidents does not ask for vice presidents.
        AND (is_lesser_title(text) OR NOT is_lesser_title(h.title))
    ORDER BY coalesce(h.start_earliest, h.end_earliest), h.end_latest, f.document_id, f.char_start, h.fact_id;
COMMENT ON MACRO TABLE office_holders IS
    'Who held an office, a command or the head of a government whose title holds some words, in order. FROM office_holders(''president of drovia'')';

CREATE VIEW appointments AS
    SELECT t.authority AS by_whom, t.person, t.title, t.capacity, t.start_edtf, t.end_edtf, f.quote, t.document_id, t.fact_id
    FROM tenures AS t JOIN facts AS f USING (fact_id) WHERE t.authority IS NOT NULL
    ORDER BY t.start_earliest, f.document_id, f.char_start, t.fact_id;
COMMENT ON VIEW appointments IS
    'Who made whom what: offices and ranks that somebody held on another''s authority. FROM appointments WHERE has_words(by_whom, ''roe'')';

CREATE VIEW successions AS
    WITH stated AS (
        SELECT predecessor AS earlier, person AS later, title, 'stated' AS basis, document_id, fact_id
        FROM tenures WHERE predecessor IS NOT NULL
        UNION ALL
        SELECT person, successor, title, 'stated', document_id, fact_id FROM tenures WHERE successor IS NOT NULL
        UNION ALL
        SELECT
            CASE WHEN predicate = 'succeeded by' THEN subject ELSE object END,
            CASE WHEN predicate = 'succeeded by' THEN object ELSE subject END, NULL, 'stated', document_id, fact_id
        FROM facts
        WHERE kind = 'relations' AND predicate IN ('succeeded', 'succeeded by', 'preceded by')
            AND certainty = 'asserted' AND NOT negated
    ), holders AS (
        SELECT
            t.*, lead(t.person) OVER w AS next_person, lead(t.start_edtf) OVER w AS next_start
        FROM tenures AS t JOIN facts AS f USING (fact_id)
        WHERE t.start_edtf IS NOT NULL AND (t.office_id IS NOT NULL OR t.polity_id IS NOT NULL)
        WINDOW w AS (PARTITION BY coalesce(t.office_id, t.polity_id || plain_words(t.title)) ORDER BY t.start_earliest, t.end_latest, f.char_start, t.fact_id)
    )
    SELECT s.earlier, s.later, s.title, s.basis, f.quote, s.document_id, s.fact_id FROM stated AS s JOIN facts AS f USING (fact_id)
    UNION ALL
    SELECT h.person, h.next_person, h.title, 'order of dates', f.quote, h.document_id, h.fact_id
    FROM holders AS h JOIN facts AS f USING (fact_id) WHERE h.next_start = h.end_edtf;
COMMENT ON VIEW successions IS
    'Who or what came before whom or what: as stated, or since one held an office right after another by the dates of both.';

CREATE MACRO career_of(text) AS TABLE
    SELECT
        c.person, c.title, c.capacity, c.of_what, c.start_edtf, c.end_edtf, c.predecessor, c.successor, c.authority, f.quote,
        c.start_earliest, c.start_latest, c.end_earliest, c.end_latest, c.document_id, c.person_id, c.fact_id
    FROM careers AS c JOIN facts AS f USING (fact_id)
    WHERE is_named(c.person_id, text)
    ORDER BY c.person, coalesce(c.start_earliest, c.end_earliest), f.document_id, f.char_start, c.fact_id;
COMMENT ON MACRO TABLE career_of IS
    'What a person was and did: offices and ranks, governments headed, parts in events, journeys, what befell. FROM career_of(''roe'')';

CREATE MACRO journey_of(text) AS TABLE
    SELECT
        m.mover, m.movement, m."from", m."to", m.via, m.agent AS by_whom, m.start_edtf, m.end_edtf,
        m.fact_id IN (FROM disputed_facts) OR EXISTS (FROM conflict_members AS c WHERE c.fact_id = m.fact_id) AS disputed,
        f.quote, m.start_earliest, m.start_latest, m.document_id, m.fact_id
    FROM movements AS m JOIN facts AS f USING (fact_id)
    WHERE is_named(m.mover_id, text) OR has_words(m.mover, text)
    ORDER BY m.document_id, f.char_start, f.char_end, m.fact_id;
COMMENT ON MACRO TABLE journey_of IS
    'Where somebody went or was sent, in the order of the article; disputed is what the text says otherwise elsewhere. FROM journey_of(''roe'')';

CREATE MACRO stances_on(text) AS TABLE
    SELECT
        r.actor, r.stance, r.target, r.recognized_as, h.object AS head, r.start_edtf, r.qualifier,
        r.fact_id IN (FROM disputed_facts) OR coalesce(h.fact_id IN (FROM disputed_facts), false) AS disputed,
        f.quote, r.document_id, r.fact_id
    FROM recognitions AS r JOIN facts AS f USING (fact_id)
    LEFT JOIN facts AS h ON h.kind = 'governments' AND h.predicate = 'head' AND h.subject_id = r.target_id
        AND h.certainty = 'asserted' AND NOT h.negated
    WHERE is_named(r.target_id, text) OR has_words(r.target, text) OR is_named(h.object_id, text)
    ORDER BY r.target, r.stance, r.actor, r.start_earliest, r.fact_id;
COMMENT ON MACRO TABLE stances_on IS
    'Who recognized, condemned or disputed whom or what, and who did not: by the name of it or, of a government, of its head. Disputed is what cannot be true if another fact is. FROM stances_on(''blue bench'')';

CREATE MACRO stances_of(text) AS TABLE
    SELECT r.actor, r.stance, r.target, r.recognized_as, r.start_edtf, r.qualifier, f.quote, r.document_id, r.fact_id
    FROM recognitions AS r JOIN facts AS f USING (fact_id)
    WHERE is_named(r.actor_id, text) OR has_words(r.actor, text)
        -- A state's president, king or minister speaks for it.
        OR EXISTS (FROM tenures AS t WHERE t.person_id = r.actor_id AND is_headship(t.title) AND is_named(t.polity_id, text))
    ORDER BY r.start_earliest, r.document_id, f.char_start, r.fact_id;
COMMENT ON MACRO TABLE stances_of IS
    'Whom or what somebody recognized or not, or condemned; of a state, also what its head did. FROM stances_of(''drovia'')';

CREATE MACRO said_by(text) AS TABLE
    SELECT c.speaker, c.act, c.addressee, c.content, c.start_edtf, f.quote, c.document_id, c.fact_id
    FROM communications AS c JOIN facts AS f USING (fact_id)
    WHERE is_named(c.speaker_id, text) OR has_words(c.speaker, text)
    ORDER BY c.document_id, f.char_start, c.fact_id;
COMMENT ON MACRO TABLE said_by IS
    'What somebody demanded, offered, refused, ordered, proclaimed or said; the speaker can be a manifesto. FROM said_by(''roe'')';

CREATE MACRO said_about(text) AS TABLE
    SELECT c.speaker, c.act, c.addressee, c.content, c.start_edtf, f.quote, c.document_id, c.fact_id
    FROM communications AS c JOIN facts AS f USING (fact_id)
    WHERE is_named(c.addressee_id, text) OR is_named(c.content_id, text) OR has_words(c.content, text) OR has_words(c.addressee, text)
    ORDER BY c.document_id, f.char_start, c.fact_id;
COMMENT ON MACRO TABLE said_about IS
    'Who demanded, offered, refused, ordered, proclaimed or said something that some words are in, or to whom. FROM said_about(''tolls'')';

CREATE MACRO terms_of(text) AS TABLE
    SELECT
        coalesce(e.name, f.subject) AS agreement,
        CASE WHEN f.kind = 'agreement_terms' THEN f.object ELSE s.statement END AS provision,
        f.certainty, f.start_edtf, f.quote, f.document_id, f.char_start, f.fact_id
    FROM facts AS f JOIN statements AS s USING (fact_id)
    LEFT JOIN entities AS e ON e.entity_id = coalesce(f.about_id, CASE WHEN f.kind = 'agreement_terms' THEN f.subject_id END)
    WHERE NOT f.negated AND f.certainty IN ('asserted', 'planned')
        AND (f.kind = 'agreement_terms' AND (is_named(f.subject_id, text) OR is_named(f.about_id, text) OR has_words(f.subject, text))
             OR f.kind = 'territorial_changes' AND e.kind IN ('agreement', 'work') AND is_named(f.about_id, text))
    ORDER BY agreement, f.char_start, f.fact_id;
COMMENT ON MACRO TABLE terms_of IS
    'What a treaty, law or other agreement provides, and which territories pass under it; planned is what was to be done. FROM terms_of(''linden'')';

CREATE MACRO history_of_territory(text) AS TABLE
    WITH found AS (
        SELECT f.*, s.statement
        FROM facts AS f JOIN statements AS s USING (fact_id) JOIN predicates AS p ON p.predicate = f.predicate AND p.kind = f.kind
        -- Who holds it can be a person: then the territory is the object, else the subject.
        WHERE f.kind = 'territorial_changes'
            AND is_named(CASE WHEN contains(p.subject_kinds, 'person') THEN f.object_id ELSE f.subject_id END, text)
    )
    SELECT
        h.statement, h.start_edtf, h.end_edtf, h.qualifier AS extent, t.agreement, a.start_edtf AS agreement_edtf,
        h.certainty, h.negated, h.quote, h.start_earliest, h.start_latest, h.document_id, h.fact_id
    FROM found AS h
    LEFT JOIN territorial_changes AS t USING (fact_id)
    LEFT JOIN agreements AS a ON a.entity_id = t.agreement_id
    ORDER BY coalesce(h.start_earliest, h.end_earliest, a.start_earliest), h.document_id, h.char_start, h.fact_id;
COMMENT ON MACRO TABLE history_of_territory IS
    'Who took, held, lost or received a territory, and under which agreement; also what was only planned or denied, see certainty and negated. FROM history_of_territory(''pell'')';

CREATE MACRO happened_at(text) AS TABLE
    SELECT s.statement, f.start_edtf, f.end_edtf, f.kind, f.quote, f.start_earliest, f.start_latest, f.document_id, f.char_start, f.fact_id
    FROM facts AS f JOIN statements AS s USING (fact_id)
    LEFT JOIN events AS v ON v.entity_id = f.about_id
    WHERE f.certainty = 'asserted' AND NOT f.negated AND f.kind NOT IN ('names', 'relations', 'tenures', 'recognitions')
        AND f.predicate NOT IN ('type', 'polity', 'served as')
        AND (is_named(f.place_id, text) OR is_named(v.place_id, text)
             OR f.kind IN ('movements', 'outcomes', 'territorial_changes', 'governments', 'forces')
                AND (is_named(f.subject_id, text) OR is_named(f.object_id, text))
             OR f.kind = 'events' AND has_words(f.subject, text))
    ORDER BY coalesce(f.start_earliest, f.end_earliest), f.document_id, f.char_start, f.fact_id;
COMMENT ON MACRO TABLE happened_at IS
    'What happened at a place: events, losses, journeys to and from it, governments and forces that sat there, who took it. FROM happened_at(''halvey'')';

CREATE MACRO happened_on(day) AS TABLE
    SELECT
        statement, moment, edtf, earliest = day AND latest = day AS certain, passage, kind, earliest, latest, document_id, fact_id
    FROM moments
    WHERE earliest <= day AND latest >= day
    ORDER BY certain DESC, latest - earliest, document_id, char_start, kind, fact_id;
COMMENT ON MACRO TABLE happened_on IS
    'What happened, started or ended on a day: for certain, and then what may have, such as what has only a year. FROM happened_on(DATE ''1704-05-02'') WHERE certain';

CREATE VIEW losses AS
    SELECT
        coalesce(o.party, CASE WHEN e.kind = 'event' THEN o.side ELSE o.subject END) AS party, o.loss, o.object AS as_written, o.number_low, o.number_high, o.event, o.side, o.place,
        o.start_edtf, o.qualifier, f.quote, p.passage, o.document_id, o.fact_id
    FROM outcomes AS o JOIN facts AS f USING (fact_id) JOIN fact_passages AS p USING (fact_id)
    LEFT JOIN entities AS e ON e.entity_id = o.subject_id
    WHERE o.loss IS NOT NULL OR o.number_low IS NOT NULL OR o.number_high IS NOT NULL
    ORDER BY o.document_id, f.char_start, o.fact_id;
COMMENT ON VIEW losses IS
    'Killed, wounded, captured, missing and other losses: whose, how many, where and in which event.';

CREATE VIEW force_summary AS
    SELECT
        f.subject AS force,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'strength') AS strength,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'equipment') AS equipment,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'composed of') AS composed_of,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'commander') AS commanders,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'raised by') AS raised_by,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'supplied by') AS supplied_by,
        string_agg(DISTINCT f.object, '; ' ORDER BY f.object) FILTER (f.predicate = 'seat') AS seats,
        f.certainty, min_by(f.quote, f.char_start) AS quote, f.document_id, f.subject_id AS entity_id
    FROM facts AS f
    WHERE f.kind = 'forces' AND NOT f.negated
    GROUP BY f.document_id, f.subject_id, f.subject, f.certainty
    -- Arms that somebody supplied are no force.
    HAVING count(*) FILTER (f.predicate <> 'supplied by') > 0
    ORDER BY f.document_id, min(f.char_start), f.subject, f.certainty;
COMMENT ON VIEW force_summary IS
    'Each army, unit or fleet in one row: how strong, of what, commanded, raised and supplied by whom, and where based; what was only planned or permitted has a row of its own, see certainty.';

CREATE VIEW seats AS
    SELECT f.subject AS who, f.predicate, f.object AS seat, f.start_edtf, f.end_edtf, f.quote, f.document_id, f.fact_id
    FROM facts AS f
    WHERE (f.kind IN ('governments', 'forces') AND f.predicate = 'seat'
           OR f.kind = 'relations' AND f.predicate IN ('based in', 'capital', 'capital in exile'))
        AND f.certainty = 'asserted' AND NOT f.negated
    ORDER BY f.subject, f.start_earliest, f.document_id, f.char_start, f.fact_id;
COMMENT ON VIEW seats IS
    'Where governments, forces and organizations were based, and the capitals of states.';

CREATE VIEW not_asserted AS
    SELECT
        s.statement, CASE WHEN f.negated THEN 'denied' WHEN f.certainty = 'counterfactual' THEN 'imagined' ELSE f.certainty END AS standing,
        f.start_edtf, f.end_edtf, f.kind, f.quote, p.passage, p.section, f.document_id, f.char_start, f.fact_id
    FROM facts AS f JOIN statements AS s USING (fact_id) JOIN fact_passages AS p USING (fact_id)
    WHERE f.negated OR f.certainty <> 'asserted'
    ORDER BY f.document_id, f.char_start, f.fact_id;
COMMENT ON VIEW not_asserted IS
    'What the text denies, plans, only reports or only imagines: none of it is stated to have happened.';

CREATE MACRO not_asserted_about(text) AS TABLE
    SELECT n.* FROM not_asserted AS n WHERE n.fact_id IN (SELECT a.fact_id FROM facts_about(text) AS a);
COMMENT ON MACRO TABLE not_asserted_about IS
    'What the text denies, plans, only reports or only imagines of whoever or whatever has a name that holds some words. FROM not_asserted_about(''halvey'')';

CREATE MACRO contradictions_about(text) AS TABLE
    SELECT c.* FROM contradictions AS c
    WHERE c.conflict_id IN (
        SELECT m.conflict_id FROM conflict_members AS m JOIN facts AS f USING (fact_id)
        WHERE is_named(f.subject_id, text) OR is_named(f.object_id, text) OR is_named(f.place_id, text)
            OR has_words(f.subject, text) OR has_words(f.object, text))
    ORDER BY c.strength, c.conflict_id, c.side, c.fact_id;
COMMENT ON MACRO TABLE contradictions_about IS
    'Where the text disagrees with itself about somebody or something: what cannot both be true (hard) first. FROM contradictions_about(''roe'')';

CREATE VIEW durations AS
    SELECT
        event AS what, 'dates' AS basis, NULL AS as_written, end_earliest - start_latest AS days_at_least,
        end_latest - start_earliest AS days_at_most, start_earliest, end_latest, NULL AS passage, document_id, entity_id AS id
    FROM event_bounds JOIN entities USING (document_id, entity_id)
    WHERE kind = 'event' AND end_latest IS NOT NULL AND start_earliest IS NOT NULL
    UNION ALL
    SELECT
        concat_ws(': ', person, title), 'dates', NULL, greatest(end_earliest - start_latest, 0), end_latest - start_earliest,
        start_earliest, end_latest, NULL, document_id, fact_id
    FROM tenures WHERE end_latest IS NOT NULL AND start_earliest IS NOT NULL
    UNION ALL
    SELECT NULL, 'stated', d.text, NULL, NULL, NULL, NULL, coalesce(s.text, i.label || ': ' || i.value), d.document_id, d.date_id
    FROM dates AS d LEFT JOIN sentences AS s USING (sentence_id) LEFT JOIN infobox_fields AS i USING (field_id)
    WHERE d.duration IS NOT NULL;
COMMENT ON VIEW durations IS
    'How long something lasted: the days from start to end that the dates of events and offices leave possible, and the durations that the text states, with their sentences. FROM durations WHERE has_words(what, ''corrow'') OR has_words(passage, ''corrow'')';
