-- Views and table macros of the package's database, for questions that take several tables.
--
-- How a date decides, in all macros that take a day:
--   A period runs from some day between start_earliest and start_latest to some day between end_earliest
--   and end_latest, both ends included. A bound that is NULL is unknown.
--   certainly_...  whatever days those are, the period holds the day asked for: it has started at the
--                  latest by then, and ends at the earliest then or later.
--   possibly_...   some choice of those days holds the day asked for. The column `certain` says whether all do.
--   An end of `..` is open: the text says that it went on. Such a period is certain from start_latest on.
--   Without any end, nothing says how long it went on: it is certain on the very day that it is known
--   to have started, and possible on every later day. Without a start the same holds the other way round.
--   What has no date at all is neither certain nor possible: no text dates it. A government, a claim to the
--   highest office or a holder of land without any is possible in the time that its article tells of.

CREATE MACRO period_holds_certainly(day, start_edtf, start_earliest, start_latest, end_edtf, end_earliest, end_latest) AS
    CASE
        WHEN start_edtf IS NOT NULL AND end_edtf = '..' THEN coalesce(start_latest <= day, false)
        WHEN start_edtf IS NOT NULL AND end_edtf IS NOT NULL
            THEN coalesce(start_latest <= day AND day <= end_earliest, false)
        WHEN start_edtf IS NOT NULL THEN coalesce(start_earliest = day AND start_latest = day, false)
        ELSE coalesce(end_earliest = day AND end_latest = day, false)
    END;
COMMENT ON MACRO period_holds_certainly IS
    'Whether a period, given by the six columns of its dates, holds a day whatever its exact ends are.';

CREATE MACRO period_holds_possibly(day, start_edtf, start_earliest, end_edtf, end_latest) AS
    (start_edtf IS NOT NULL OR end_edtf IS NOT NULL)
    AND coalesce(start_earliest <= day, true)
    AND coalesce(day <= end_latest, true);
COMMENT ON MACRO period_holds_possibly IS
    'Whether a period, given by columns of its dates, can hold a day. A period without any date cannot.';

CREATE MACRO possibly_held_office(day) AS TABLE
    SELECT
        t.person, t.title, t.capacity, t.polity, t.government, t.authority,
        period_holds_certainly(day, t.start_edtf, t.start_earliest, t.start_latest,
                               t.end_edtf, t.end_earliest, t.end_latest) AS certain,
        t.start_edtf, t.end_edtf, t.predecessor, t.successor, t.qualifier, f.quote, t.document_id, t.fact_id
    FROM tenures AS t JOIN facts AS f USING (fact_id)
    WHERE period_holds_possibly(day, t.start_edtf, t.start_earliest, t.end_edtf, t.end_latest)
    ORDER BY certain DESC, t.start_earliest, t.person, t.fact_id;
COMMENT ON MACRO TABLE possibly_held_office IS
    'Who can have held which office on a day, by the bounds of the dates: those who certainly did come first. FROM possibly_held_office(DATE ''1704-05-02'') WHERE polity = ''Velmora''';

CREATE MACRO certainly_held_office(day) AS TABLE
    SELECT * EXCLUDE (certain) FROM possibly_held_office(day) WHERE certain;
COMMENT ON MACRO TABLE certainly_held_office IS
    'Who held which office on a day, whatever the exact days within the bounds of the dates. FROM certainly_held_office(DATE ''1704-05-02'')';

CREATE VIEW told_periods AS
    WITH of_subjects AS (
        SELECT d.document_id, min(e.start_earliest) AS first_day, max(e.end_latest) AS last_day
        FROM documents AS d JOIN events AS e ON e.document_id = d.document_id AND lower(e.name) = lower(d.title)
        GROUP BY d.document_id
    ), of_tenures AS (
        SELECT document_id, min(start_earliest) AS first_day, max(coalesce(end_latest, start_latest)) AS last_day
        FROM tenures GROUP BY document_id
    )
    SELECT d.document_id, coalesce(s.first_day, t.first_day) AS first_day, coalesce(s.last_day, t.last_day) AS last_day
    FROM documents AS d
    LEFT JOIN of_subjects AS s ON s.document_id = d.document_id AND s.first_day IS NOT NULL AND s.last_day IS NOT NULL
    LEFT JOIN of_tenures AS t ON t.document_id = d.document_id;
COMMENT ON VIEW told_periods IS
    'The time that each article tells of: that of the event that it is about, else from the first to the last day of the offices in it. What has no date, or no end, is taken to be of that time.';

CREATE MACRO is_told_of(day, first_day, last_day) AS
    coalesce(first_day <= day, true) AND coalesce(day <= last_day, true);
COMMENT ON MACRO is_told_of IS
    'Whether a day lies in the time that an article tells of, see told_periods.';

CREATE MACRO possibly_existing_governments(day) AS TABLE
    SELECT
        g.name, g.type, g.polity, g.seat, g.head,
        period_holds_certainly(day, g.start_edtf, g.start_earliest, g.start_latest,
                               g.end_edtf, g.end_earliest, g.end_latest) AS certain,
        g.start_edtf IS NOT NULL OR g.end_edtf IS NOT NULL AS dated,
        g.start_edtf, g.end_edtf, g.document_id, g.entity_id
    FROM governments AS g LEFT JOIN told_periods AS p USING (document_id)
    WHERE CASE WHEN g.start_edtf IS NULL AND g.end_edtf IS NULL THEN is_told_of(day, p.first_day, p.last_day)
               ELSE period_holds_possibly(day, g.start_edtf, g.start_earliest, g.end_edtf, g.end_latest) END
    ORDER BY certain DESC, dated DESC, g.start_earliest, g.name, g.entity_id;
COMMENT ON MACRO TABLE possibly_existing_governments IS
    'Which governments can have existed on a day, by the bounds of the dates: those that certainly did come first, and last those that no text dates (dated is false), on any day that their article tells of. FROM possibly_existing_governments(DATE ''1704-05-02'')';

CREATE MACRO certainly_existing_governments(day) AS TABLE
    SELECT name, type, polity, seat, head, start_edtf, end_edtf, document_id, entity_id
    FROM governments
    WHERE period_holds_certainly(day, start_edtf, start_earliest, start_latest, end_edtf, end_earliest, end_latest)
    ORDER BY start_earliest, name, entity_id;
COMMENT ON MACRO TABLE certainly_existing_governments IS
    'Which governments existed on a day, whatever the exact days within the bounds of the dates. FROM certainly_existing_governments(DATE ''1704-05-02'')';

CREATE VIEW fact_passages AS
    SELECT
        f.fact_id,
        coalesce(s.text, i.label || ': ' || i.value) AS passage,
        coalesce(c.heading, 'Infobox') AS section
    FROM facts AS f
    LEFT JOIN sentences AS s
        ON s.document_id = f.document_id AND s.char_start <= f.char_start AND f.char_start < s.char_end
    LEFT JOIN sections AS c ON c.section_id = s.section_id
    LEFT JOIN infobox_fields AS i
        ON i.document_id = f.document_id AND i.char_start <= f.char_start AND f.char_start < i.char_end;
COMMENT ON VIEW fact_passages IS
    'The sentence or infobox field in which the quote of each fact starts, and the heading that it stands under.';

CREATE VIEW statements AS
    SELECT
        f.fact_id, f.kind,
        concat_ws(' ', f.subject, CASE WHEN f.negated THEN 'not' END, f.predicate, f.object,
                  CASE WHEN f.place IS NOT NULL AND f.place IS DISTINCT FROM f.object THEN CASE WHEN f.kind = 'movements' THEN 'from ' ELSE 'at ' END || f.place END) AS statement
    FROM facts AS f;
COMMENT ON VIEW statements IS
    'Each fact as a short statement: subject, predicate, object, place.';

CREATE VIEW moments AS
    WITH plain AS (
        SELECT *, start_edtf IS NOT NULL AND end_edtf IS NOT NULL AND start_edtf <> end_edtf AS is_period
        FROM facts
        WHERE certainty = 'asserted' AND NOT negated
    ), ends AS (
        SELECT
            fact_id, document_id, char_start, kind, CASE WHEN is_period THEN 'from' ELSE 'on' END AS moment,
            start_edtf AS edtf, start_earliest AS earliest, start_latest AS latest
        FROM plain WHERE start_edtf IS NOT NULL
        UNION ALL
        SELECT
            fact_id, document_id, char_start, kind, 'until',
            end_edtf, end_earliest, end_latest
        FROM plain WHERE end_edtf <> '..' AND (is_period OR start_edtf IS NULL)
    )
    SELECT
        e.edtf, e.earliest, e.latest, e.moment, s.statement, p.passage, e.kind, e.document_id, e.char_start, e.fact_id
    FROM ends AS e JOIN statements AS s USING (fact_id) JOIN fact_passages AS p USING (fact_id);
COMMENT ON VIEW moments IS
    'Every dated end of every asserted fact, as a point in time with its bounds: when it happened (on), started (from) or ended (until).';

CREATE MACRO timeline(from_day, to_day) AS TABLE
    SELECT edtf, moment, statement, passage, kind, earliest, latest, document_id, fact_id
    FROM moments
    WHERE coalesce(earliest, latest) <= to_day AND coalesce(latest, earliest) >= from_day
    ORDER BY coalesce(earliest, latest), coalesce(latest, earliest), document_id, char_start, kind, fact_id;
COMMENT ON MACRO TABLE timeline IS
    'What happened, started or ended between two days, both included, in order; a date that only overlaps them is there too. An unknown bound counts as the known one. FROM timeline(DATE ''1704-01-01'', DATE ''1704-12-31'')';

CREATE MACRO evidence_of(id) AS TABLE
    SELECT
        e.field, e.quote, e.basis, e.rule,
        coalesce(s.text, i.label || ': ' || i.value, h.heading) AS passage,
        coalesce(c.heading, CASE WHEN i.field_id IS NOT NULL THEN 'Infobox' END, h.heading) AS section,
        d.title AS document, d.url, e.char_start, e.char_end
    FROM evidence AS e
    JOIN documents AS d USING (document_id)
    LEFT JOIN sentences AS s
        ON s.document_id = e.document_id AND s.char_start <= e.char_start AND e.char_start < s.char_end
    LEFT JOIN sections AS c ON c.section_id = s.section_id
    LEFT JOIN infobox_fields AS i
        ON i.document_id = e.document_id AND i.char_start <= e.char_start AND e.char_start < i.char_end
    LEFT JOIN sections AS h
        ON h.document_id = e.document_id AND h.char_start <= e.char_start AND e.char_start < h.char_end
    WHERE e.fact_id = id
    ORDER BY e.field NULLS FIRST, e.char_start, e.char_end;
COMMENT ON MACRO TABLE evidence_of IS
    'All evidence of a fact, with the passage that each quote stands in; no field means the whole fact. FROM evidence_of(''0123456789abcdef'')';

CREATE VIEW recognition_summary AS
    SELECT
        document_id, target_id, target,
        string_agg(DISTINCT actor, '; ' ORDER BY actor) FILTER (stance = 'recognized') AS recognized_by,
        string_agg(DISTINCT actor, '; ' ORDER BY actor) FILTER (stance = 'not recognized') AS not_recognized_by,
        string_agg(DISTINCT actor || ': ' || stance, '; ' ORDER BY actor || ': ' || stance)
            FILTER (stance NOT IN ('recognized', 'not recognized')) AS other_stances
    FROM recognitions
    GROUP BY document_id, target_id, target
    ORDER BY document_id, target;
COMMENT ON VIEW recognition_summary IS
    'Who recognized each target, who did not, and who took another stance.';

CREATE VIEW headships AS
    SELECT
        t.person, t.title, t.capacity, t.government, t.polity, t.authority,
        t.start_edtf, t.start_earliest, t.start_latest, t.end_edtf, t.end_earliest, t.end_latest, f.quote, t.document_id, t.fact_id
    FROM tenures AS t JOIN facts AS f USING (fact_id)
    UNION ALL
    SELECT
        f.object, 'head', NULL, f.subject, g.polity, NULL,
        f.start_edtf, f.start_earliest, f.start_latest, f.end_edtf, f.end_earliest, f.end_latest, f.quote, f.document_id, f.fact_id
    FROM facts AS f LEFT JOIN governments AS g ON g.entity_id = f.subject_id
    WHERE f.kind = 'governments' AND f.predicate = 'head' AND f.certainty = 'asserted' AND NOT f.negated;
COMMENT ON VIEW headships IS
    'Who held which office, and who headed which government, in one list.';

CREATE VIEW commanders AS
    SELECT person, title AS command, NULL AS side, polity, start_edtf, end_edtf, start_earliest, start_latest, end_earliest, end_latest, document_id, fact_id
    FROM tenures WHERE title ILIKE '%command%' OR title ILIKE '%head of%forces%'
    UNION ALL
    SELECT participant, event, side, NULL, start_edtf, end_edtf, start_earliest, start_latest, end_earliest, end_latest, document_id, fact_id
    FROM participations WHERE role = 'commander'
    UNION ALL
    SELECT object, subject, NULL, NULL, start_edtf, end_edtf, start_earliest, start_latest, end_earliest, end_latest, document_id, fact_id
    FROM facts WHERE kind = 'forces' AND predicate = 'commander' AND certainty = 'asserted' AND NOT negated;
COMMENT ON VIEW commanders IS
    'Who commanded what: holders of offices of command, commanders in events, and commanders of armies, units and fleets.';

CREATE VIEW contradictions AS
    SELECT
        c.strength, c.rule, c.about, c.description, m.side,
        s.statement, f.start_edtf, f.end_edtf, f.quote, p.passage, p.section, c.document_id, c.conflict_id, m.fact_id
    FROM conflicts AS c
    JOIN conflict_members AS m USING (conflict_id)
    JOIN facts AS f USING (fact_id)
    JOIN statements AS s USING (fact_id)
    JOIN fact_passages AS p USING (fact_id)
    ORDER BY c.document_id, c.strength, c.conflict_id, m.side, f.char_start, m.fact_id;
COMMENT ON VIEW contradictions IS
    'Each conflict with the facts of its sides: what they state, their quotes and the passages that these stand in.';

CREATE VIEW event_bounds AS
    WITH RECURSIVE plain AS (
        SELECT * FROM facts WHERE certainty = 'asserted' AND NOT negated
    ), stated AS (
        -- What dates say of the start and the end of an event, or of the one day of an agreement.
        SELECT subject_id AS id, 'start' AS point, start_earliest AS earliest, start_latest AS latest, fact_id
        FROM plain WHERE (kind, predicate) IN (('events', 'occurred'), ('events', 'began'), ('agreements', 'signed'))
        UNION ALL
        SELECT subject_id, 'end', start_earliest, start_latest, fact_id
        FROM plain WHERE (kind, predicate) IN (('events', 'ended'), ('agreements', 'signed'))
        UNION ALL
        SELECT subject_id, 'end', end_earliest, end_latest, fact_id
        FROM plain WHERE kind = 'events' AND predicate = 'occurred' AND end_edtf <> '..'
        -- What somebody did in it, at a date, was not before its start and not after its end. An alliance or a mediation can be.
        UNION ALL
        FROM (
            SELECT about_id, 'start', NULL, start_latest, fact_id
            FROM plain WHERE kind = 'participations' AND predicate NOT IN ('mediator', 'negotiator', 'supporter', 'subject', 'ally', 'neutral', 'founder')
            QUALIFY row_number() OVER (PARTITION BY about_id ORDER BY start_latest, fact_id) = 1)
        UNION ALL
        FROM (
            SELECT about_id, 'end', start_earliest, NULL, fact_id
            FROM plain WHERE kind = 'participations' AND predicate NOT IN ('mediator', 'negotiator', 'supporter', 'subject', 'ally', 'neutral', 'founder')
            QUALIFY row_number() OVER (PARTITION BY about_id ORDER BY start_earliest DESC NULLS LAST, fact_id) = 1)
    ), steps AS (
        -- One row: the first point is not later than the second, and the fact that says so.
        SELECT entity_id AS first_id, 'start' AS first_point, entity_id AS then_id, 'end' AS then_point, NULL AS fact_id
        FROM entities WHERE kind IN ('event', 'agreement')
        UNION ALL SELECT object_id, 'end', subject_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'after'
        UNION ALL SELECT subject_id, 'end', object_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'before'
        UNION ALL SELECT object_id, 'end', subject_id, 'end', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'ended after'
        UNION ALL SELECT subject_id, 'start', object_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'began before'
        UNION ALL SELECT object_id, 'start', subject_id, 'start', fact_id
            FROM plain WHERE (kind, predicate) IN (('relations', 'during'), ('events', 'part of'))
        UNION ALL SELECT subject_id, 'end', object_id, 'end', fact_id
            FROM plain WHERE (kind, predicate) IN (('relations', 'during'), ('events', 'part of'))
        UNION ALL SELECT subject_id, 'start', object_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'same day'
        UNION ALL SELECT object_id, 'start', subject_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'same day'
        UNION ALL SELECT subject_id, 'start', object_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'began with'
        UNION ALL SELECT object_id, 'start', subject_id, 'start', fact_id FROM plain WHERE kind = 'relations' AND predicate = 'began with'
    ), lower_bounds AS (
        SELECT id, point, earliest AS day, [fact_id] AS chain, [id || ' ' || point] AS path
        FROM stated WHERE earliest IS NOT NULL
        UNION ALL
        SELECT s.then_id, s.then_point, b.day,
               CASE WHEN s.fact_id IS NULL THEN b.chain ELSE list_append(b.chain, s.fact_id) END,
               list_append(b.path, s.then_id || ' ' || s.then_point)
        FROM lower_bounds AS b JOIN steps AS s ON s.first_id = b.id AND s.first_point = b.point
        WHERE s.then_id IS NOT NULL AND NOT list_contains(b.path, s.then_id || ' ' || s.then_point) AND len(b.path) < 12
    ), upper_bounds AS (
        SELECT id, point, latest AS day, [fact_id] AS chain, [id || ' ' || point] AS path
        FROM stated WHERE latest IS NOT NULL
        UNION ALL
        SELECT s.first_id, s.first_point, b.day,
               CASE WHEN s.fact_id IS NULL THEN b.chain ELSE list_append(b.chain, s.fact_id) END,
               list_append(b.path, s.first_id || ' ' || s.first_point)
        FROM upper_bounds AS b JOIN steps AS s ON s.then_id = b.id AND s.then_point = b.point
        WHERE s.first_id IS NOT NULL AND NOT list_contains(b.path, s.first_id || ' ' || s.first_point) AND len(b.path) < 12
    ), best AS (
        SELECT id, point, 'earliest' AS bound, day, chain FROM lower_bounds
        QUALIFY row_number() OVER (PARTITION BY id, point ORDER BY day DESC, len(chain), chain) = 1
        UNION ALL
        SELECT id, point, 'latest', day, chain FROM upper_bounds
        QUALIFY row_number() OVER (PARTITION BY id, point ORDER BY day, len(chain), chain) = 1
    )
    SELECT
        e.name AS event,
        max(b.day) FILTER (b.point = 'start' AND b.bound = 'earliest') AS start_earliest,
        max(b.day) FILTER (b.point = 'start' AND b.bound = 'latest') AS start_latest,
        max(b.day) FILTER (b.point = 'end' AND b.bound = 'earliest') AS end_earliest,
        max(b.day) FILTER (b.point = 'end' AND b.bound = 'latest') AS end_latest,
        max(array_to_string(b.chain, '; ')) FILTER (b.point = 'start' AND b.bound = 'earliest') AS start_earliest_from,
        max(array_to_string(b.chain, '; ')) FILTER (b.point = 'start' AND b.bound = 'latest') AS start_latest_from,
        max(array_to_string(b.chain, '; ')) FILTER (b.point = 'end' AND b.bound = 'earliest') AS end_earliest_from,
        max(array_to_string(b.chain, '; ')) FILTER (b.point = 'end' AND b.bound = 'latest') AS end_latest_from,
        max(len(b.chain)) > 1 AS is_derived,
        coalesce(start_earliest > start_latest, false) OR coalesce(end_earliest > end_latest, false) AS is_contradicted,
        e.document_id, e.entity_id
    FROM best AS b JOIN entities AS e ON e.entity_id = b.id
    GROUP BY e.name, e.document_id, e.entity_id
    ORDER BY start_earliest, start_latest, event, e.entity_id;
COMMENT ON VIEW event_bounds IS
    'The first and last day on which each event or agreement can have started and ended, from all dates, those of its participants'' deeds among them, and all that is said of before, after, during and parts, with the facts that prove each bound, joined by ;. Contradicted is what no day satisfies. Derived: what is stated stays in the tables.';

CREATE MACRO is_lesser_title(title) AS
    regexp_matches(lower(title), '\b(vice|deputy|former|elect|assistant|honorary)\b');
COMMENT ON MACRO is_lesser_title IS
    'Whether a title is that of a deputy or of somebody who does not hold the office at the time.';

CREATE MACRO is_headship(title) AS
    regexp_matches(lower(title), '(^|[ -])(president|king|queen|emperor|empress|tsar|czar|kaiser|sultan|shah|pope|caliph|emir|doge|stadtholder|regent|lord protector|dictator|head of state|supreme leader|supreme chief|supreme director|shogun|pharaoh)\b')
    AND NOT is_lesser_title(title);
COMMENT ON MACRO is_headship IS
    'Whether a title is that of a head of state.';

CREATE VIEW headship_claims AS
    WITH tenures_of_heads AS (
        SELECT
            t.document_id, t.person_id, t.person, t.title, t.capacity, t.authority, t.authority_id, t.polity, t.fact_id,
            t.start_edtf, t.start_earliest, t.start_latest, t.end_edtf, t.end_earliest, t.end_latest
        FROM tenures AS t WHERE is_headship(t.title)
    ), recognized AS (
        -- Who recognizes somebody as president says that he claims to be it.
        SELECT
            r.document_id, r.target_id, r.target, r.recognized_as, NULL, r.actor, NULL, p.name, r.fact_id,
            r.start_edtf, r.start_earliest, r.start_latest, r.end_edtf, r.end_earliest, r.end_latest
        FROM recognitions AS r
        JOIN entities AS e ON e.entity_id = r.target_id AND e.kind = 'person'
        LEFT JOIN entities AS p ON p.document_id = r.document_id AND p.kind IN ('polity', 'place')
            AND regexp_matches(r.recognized_as, '\b' || regexp_escape(p.name) || '\b')
        WHERE r.stance = 'recognized' AND is_headship(r.recognized_as)
    ), claims AS (
        SELECT *, 'tenure' AS claim FROM tenures_of_heads UNION ALL SELECT *, 'recognition' FROM recognized
    ), polities AS (
        -- The one state whose headship a person claims anywhere in the text stands for titles that name none.
        SELECT document_id, person_id, max(polity) AS polity FROM claims
        WHERE polity IS NOT NULL GROUP BY document_id, person_id HAVING count(DISTINCT polity) = 1
    )
    SELECT
        c.person AS claimant, c.title, c.capacity, c.authority, coalesce(c.polity, o.polity) AS polity, c.claim,
        c.start_edtf, c.start_earliest, c.start_latest, c.end_edtf, c.end_earliest, c.end_latest,
        f.quote, c.document_id, c.person_id, c.authority_id, c.fact_id
    FROM claims AS c JOIN facts AS f USING (fact_id)
    LEFT JOIN polities AS o ON o.document_id = c.document_id AND o.person_id = c.person_id;
COMMENT ON VIEW headship_claims IS
    'Every statement that somebody held, or was recognized in, the highest office of a state. Where a title names no state, it is the one that the same person''s other titles name.';

CREATE VIEW disputed_facts AS
    SELECT DISTINCT m.fact_id FROM conflict_members AS m JOIN conflicts AS c USING (conflict_id) WHERE c.strength = 'hard';
COMMENT ON VIEW disputed_facts IS
    'Facts that cannot be true if another fact of the text is.';

CREATE VIEW stances_on_people AS
    SELECT
        r.document_id, r.target_id AS person_id, r.actor, r.stance, r.qualifier, r.recognized_as, NULL AS government,
        r.fact_id IN (FROM disputed_facts) AS disputed, r.start_edtf, r.start_earliest, r.fact_id
    FROM recognitions AS r JOIN entities AS e ON e.entity_id = r.target_id AND e.kind = 'person'
    UNION
    SELECT
        r.document_id, f.object_id, r.actor, r.stance, r.qualifier, r.recognized_as, r.target,
        r.fact_id IN (FROM disputed_facts) OR f.fact_id IN (FROM disputed_facts), r.start_edtf, r.start_earliest, r.fact_id
    FROM recognitions AS r
    JOIN facts AS f ON f.kind = 'governments' AND f.predicate = 'head' AND f.subject_id = r.target_id
        AND f.certainty = 'asserted' AND NOT f.negated;
COMMENT ON VIEW stances_on_people IS
    'Who recognized a person or the government that the person heads, and who did not. Disputed is what cannot be true if another fact is, such as that this person headed that government.';

CREATE MACRO who_held_highest_office(state, day) AS TABLE
    WITH on_claims AS (
        SELECT c.fact_id AS claim_id, p.actor, p.stance, concat_ws(', ', p.start_edtf, p.qualifier, CASE WHEN p.disputed THEN 'disputed' END) AS note, p.fact_id
        FROM headship_claims AS c JOIN stances_on_people AS p USING (person_id)
        LEFT JOIN told_periods AS w ON w.document_id = c.document_id
        WHERE coalesce(p.start_earliest <= day, w.first_day <= day, true)
        UNION
        -- Who does not recognize the body that made somebody president does not recognize the president.
        SELECT c.fact_id, r.actor, r.stance, concat_ws(', ', r.start_edtf, r.qualifier, 'of ' || r.target), r.fact_id
        FROM headship_claims AS c JOIN recognitions AS r ON r.target_id = c.authority_id
        LEFT JOIN told_periods AS w ON w.document_id = c.document_id
        WHERE r.stance <> 'recognized' AND coalesce(r.start_earliest <= day, w.first_day <= day, true)
    ), stances AS (
        SELECT
            claim_id,
            string_agg(DISTINCT who, '; ' ORDER BY who) FILTER (stance = 'recognized') AS recognized_by,
            string_agg(DISTINCT who, '; ' ORDER BY who) FILTER (stance <> 'recognized') AS denied_by,
            string_agg(DISTINCT fact_id, '; ' ORDER BY fact_id) AS stance_facts
        FROM (SELECT *, actor || CASE WHEN note = '' THEN '' ELSE ' (' || note || ')' END AS who FROM on_claims)
        GROUP BY claim_id
    )
    SELECT
        c.claimant, c.title, c.capacity, c.authority,
        CASE
            WHEN c.start_edtf IS NULL AND c.end_edtf IS NULL THEN 'undated'
            WHEN period_holds_certainly(day, c.start_edtf, c.start_earliest, c.start_latest,
                                        c.end_edtf, c.end_earliest, c.end_latest) THEN 'certainly'
            ELSE 'possibly'
        END AS held,
        c.start_edtf, c.end_edtf, s.recognized_by, s.denied_by, c.claim, c.quote, c.fact_id, s.stance_facts, c.document_id
    FROM headship_claims AS c LEFT JOIN stances AS s ON s.claim_id = c.fact_id
    LEFT JOIN told_periods AS w ON w.document_id = c.document_id
    WHERE c.polity = state
        AND ((c.start_edtf IS NULL AND c.end_edtf IS NULL AND is_told_of(day, w.first_day, w.last_day))
             OR period_holds_possibly(day, c.start_edtf, c.start_earliest, c.end_edtf, c.end_latest))
    ORDER BY CASE held WHEN 'certainly' THEN 1 WHEN 'possibly' THEN 2 ELSE 3 END, c.claimant, c.start_edtf, c.fact_id;
COMMENT ON MACRO TABLE who_held_highest_office IS
    'Who claimed the highest office of a state on a day: each claimant, by which title, on whose authority, certainly, possibly or at a time that no text gives (only on days that the article tells of), and who by then had recognized the claimant or a government under him and who had not, or not the body whose authority it is; disputed is what cannot be true if another fact of the text is. FROM who_held_highest_office(''Velmora'', DATE ''1704-05-02'')';

CREATE MACRO holders_of_territory(day) AS TABLE
    WITH dated AS (
        -- What passes under an agreement without a date of its own passes from the agreement's on; an occupation
        -- that is read from the name of an event, or that there is an event of, lasted as long as that.
        SELECT
            t.* REPLACE (
                coalesce(t.start_edtf, a.start_edtf, v.start_edtf) AS start_edtf,
                coalesce(t.start_earliest, a.start_earliest, v.start_earliest) AS start_earliest,
                coalesce(t.start_latest, a.start_latest, v.start_latest) AS start_latest,
                coalesce(t.end_edtf, v.end_edtf) AS end_edtf,
                coalesce(t.end_earliest, v.end_earliest) AS end_earliest,
                coalesce(t.end_latest, v.end_latest) AS end_latest)
        FROM territorial_changes AS t JOIN facts AS f USING (fact_id)
        LEFT JOIN agreements AS a ON a.entity_id = t.agreement_id AND t.start_edtf IS NULL AND t.end_edtf IS NULL
        LEFT JOIN events AS v ON v.document_id = t.document_id AND v.type = 'occupation'
            AND (ends_with(f.quote, v.name) OR (t.change = 'occupied' AND lower(v.name) = 'occupation of ' || lower(t.territory)))
            AND t.start_edtf IS NULL AND t.end_edtf IS NULL
        QUALIFY row_number() OVER (PARTITION BY t.fact_id ORDER BY length(v.name) DESC, v.entity_id) = 1
    ), held AS (
        SELECT *, coalesce(holder, "to") AS who, holder IS NULL AS is_passed FROM dated
        WHERE coalesce(holder, "to") IS NOT NULL
            AND change NOT IN ('invaded', 'besieged', 'blockaded', 'claimed', 'lost', 'liberated', 'today part of')
    )
    SELECT
        h.territory, h.who AS holder, h.change,
        CASE WHEN h.is_passed OR h.change NOT IN ('occupied', 'controlled')
             THEN coalesce(h.start_earliest = day AND h.start_latest = day, false)
             ELSE period_holds_certainly(day, h.start_edtf, h.start_earliest, h.start_latest,
                                         h.end_edtf, h.end_earliest, h.end_latest) END AS certain,
        h.start_edtf, h.end_edtf, h.extent, h.agreement, f.quote, h.document_id, h.fact_id
    FROM held AS h JOIN facts AS f USING (fact_id)
    LEFT JOIN told_periods AS w ON w.document_id = h.document_id
    WHERE (period_holds_possibly(day, h.start_edtf, h.start_earliest, h.end_edtf, h.end_latest)
           OR (h.start_edtf IS NULL AND h.end_edtf IS NULL AND h.change IN ('occupied', 'controlled')
               AND NOT h.is_passed AND is_told_of(day, w.first_day, w.last_day)
               -- Of another occupation that is only named, nothing says that it was then.
               AND NOT regexp_matches(f.quote, '\boccupation\b')))
        -- Held since nobody says when, or until nobody says when: not before or after all that the article tells.
        AND (h.is_passed OR h.start_edtf IS NOT NULL OR coalesce(w.first_day <= day, true))
        AND (h.is_passed OR h.end_edtf IS NOT NULL OR coalesce(day <= w.last_day, true))
        -- What passed on by then is no longer held by whom it came to before.
        AND NOT EXISTS (FROM held AS l WHERE l.territory_id = h.territory_id AND l.who <> h.who AND h.end_edtf IS NULL
                        AND l.start_latest <= day AND l.start_earliest > h.start_latest)
    ORDER BY h.territory, certain DESC, h.start_earliest, holder, h.fact_id;
COMMENT ON MACRO TABLE holders_of_territory IS
    'Who held or had received which territory by a day, by the bounds of the dates, unless it has passed to another by then; what passes under an agreement without a date of its own, from the agreement''s on, and an occupation without a date that the name of an event states, as long as that. What was held from or until a day that no text gives is shown only for days that its article tells of. FROM holders_of_territory(DATE ''1704-05-02'')';

CREATE VIEW event_summary AS
    WITH roles AS (
        SELECT
            event_id,
            string_agg(DISTINCT participant, '; ' ORDER BY participant)
                FILTER (role IN ('belligerent', 'attacker', 'defender', 'participant')) AS participants,
            string_agg(DISTINCT participant, '; ' ORDER BY participant) FILTER (role = 'commander') AS commanders,
            string_agg(DISTINCT participant, '; ' ORDER BY participant) FILTER (role = 'victor') AS victors,
            string_agg(DISTINCT participant, '; ' ORDER BY participant) FILTER (role = 'defeated') AS defeated,
            string_agg(DISTINCT participant || ' (' || role || ')', '; ' ORDER BY participant || ' (' || role || ')')
                FILTER (role NOT IN ('belligerent', 'attacker', 'defender', 'participant', 'commander', 'victor', 'defeated')) AS others
        FROM participations GROUP BY event_id
    ), parts AS (
        SELECT event_id, string_agg(DISTINCT edtf, '; ' ORDER BY edtf) AS parts_edtf, min(earliest) AS earliest
        FROM (SELECT event_id, start_edtf AS edtf, start_earliest AS earliest FROM participations
              UNION SELECT event_id, start_edtf, start_earliest FROM outcomes)
        GROUP BY event_id
    ), results AS (
        SELECT
            o.event_id,
            string_agg(DISTINCT concat_ws(' ', o.subject, o.outcome, o.object), '; '
                       ORDER BY concat_ws(' ', o.subject, o.outcome, o.object)) AS outcomes
        FROM outcomes AS o GROUP BY o.event_id
    )
    SELECT
        e.name AS event, e.type, e.start_edtf, e.end_edtf, d.parts_edtf, e.place, e.part_of,
        r.participants, r.commanders, r.victors, r.defeated, r.others, x.outcomes,
        e.start_earliest, e.start_latest, e.end_earliest, e.end_latest, e.document_id, e.entity_id
    FROM events AS e
    LEFT JOIN roles AS r ON r.event_id = e.entity_id
    LEFT JOIN parts AS d ON d.event_id = e.entity_id
    LEFT JOIN results AS x ON x.event_id = e.entity_id
    WHERE NOT EXISTS (FROM facts AS f WHERE f.subject_id = e.entity_id AND f.kind = 'events' AND f.predicate = 'occurred' AND f.negated)
    ORDER BY coalesce(e.start_earliest, d.earliest), e.start_latest, e.name, e.entity_id;
COMMENT ON VIEW event_summary IS
    'Each event in one row, but for those that the text says never took place: what it was, when and where, who took part, who commanded, won and lost, and what came of it. In parts_edtf are the dates of what its participants did in it and of its outcomes. Where several names stand in a cell, ; is between them.';

CREATE VIEW agreement_summary AS
    WITH parties AS (
        SELECT
            subject_id AS agreement_id, string_agg(DISTINCT object, '; ' ORDER BY object) AS parties
        FROM facts WHERE kind = 'agreements' AND predicate = 'party' AND certainty = 'asserted' AND NOT negated
        GROUP BY subject_id
    ), agreed AS (
        SELECT subject_id AS agreement_id, string_agg(DISTINCT start_edtf, '; ' ORDER BY start_edtf) AS agreed_edtf
        FROM facts WHERE kind = 'agreements' AND predicate = 'agreed' AND certainty = 'asserted' AND NOT negated
        GROUP BY subject_id
    ), signatories AS (
        SELECT
            event_id AS agreement_id, string_agg(DISTINCT participant, '; ' ORDER BY participant) AS signatories
        FROM participations WHERE role = 'signatory' GROUP BY event_id
    ), terms AS (
        SELECT agreement_id, string_agg(provision, '; ' ORDER BY fact_id) AS terms FROM agreement_terms GROUP BY agreement_id
    ), passed AS (
        SELECT
            agreement_id, string_agg(DISTINCT territory || ' ' || change || ' ' || coalesce("to", holder, ''), '; '
                                     ORDER BY territory || ' ' || change || ' ' || coalesce("to", holder, '')) AS territories
        FROM territorial_changes WHERE agreement_id IS NOT NULL GROUP BY agreement_id
    )
    SELECT
        a.name AS agreement, a.type, a.start_edtf AS signed_edtf, g.agreed_edtf, a.effective_edtf, a.place,
        p.parties, s.signatories, t.terms, c.territories,
        a.start_earliest, a.start_latest, a.document_id, a.entity_id
    FROM agreements AS a
    LEFT JOIN parties AS p ON p.agreement_id = a.entity_id
    LEFT JOIN agreed AS g ON g.agreement_id = a.entity_id
    LEFT JOIN signatories AS s ON s.agreement_id = a.entity_id
    LEFT JOIN terms AS t ON t.agreement_id = a.entity_id
    LEFT JOIN passed AS c ON c.agreement_id = a.entity_id
    ORDER BY a.start_earliest, a.name, a.entity_id;
COMMENT ON VIEW agreement_summary IS
    'Each treaty or other agreement in one row: when and where it was signed, when it was agreed, by whom, what it provides and which territories pass under it.';

CREATE VIEW government_summary AS
    WITH cells AS (
        SELECT
            subject_id,
            string_agg(DISTINCT object, '; ' ORDER BY object) FILTER (predicate = 'head') AS heads,
            string_agg(DISTINCT object, '; ' ORDER BY object) FILTER (predicate = 'seat') AS seats,
            string_agg(DISTINCT object, '; ' ORDER BY object) FILTER (predicate = 'established by') AS established_by,
            string_agg(DISTINCT coalesce(place, object), '; ' ORDER BY coalesce(place, object))
                FILTER (predicate = 'established') AS established_at,
            string_agg(DISTINCT object, '; ' ORDER BY object) FILTER (predicate = 'type') AS types,
            string_agg(DISTINCT object, '; ' ORDER BY object) FILTER (predicate = 'polity') AS polities
        FROM facts WHERE kind = 'governments' AND certainty = 'asserted' AND NOT negated GROUP BY subject_id
    )
    SELECT
        g.name AS government, c.types, c.polities, c.heads, c.seats, c.established_by, c.established_at, g.start_edtf, g.end_edtf,
        r.recognized_by, r.not_recognized_by, r.other_stances, g.start_earliest, g.start_latest, g.document_id, g.entity_id
    FROM governments AS g
    LEFT JOIN cells AS c ON c.subject_id = g.entity_id
    LEFT JOIN recognition_summary AS r ON r.target_id = g.entity_id
    ORDER BY g.start_earliest, g.name, g.entity_id;
COMMENT ON VIEW government_summary IS
    'Each government in one row: its heads and seats, all that are stated, who set it up and where, and who recognized it and who did not.';

CREATE VIEW careers AS
    SELECT
        person, title, capacity, coalesce(polity, government) AS of_what, start_edtf, end_edtf, predecessor, successor, authority,
        start_earliest, start_latest, end_earliest, end_latest, document_id, person_id, fact_id
    FROM tenures
    UNION ALL
    SELECT
        participant, role, side, event, start_edtf, end_edtf, NULL, NULL, NULL,
        start_earliest, start_latest, end_earliest, end_latest, p.document_id, participant_id, fact_id
    FROM participations AS p JOIN entities AS e ON e.entity_id = p.participant_id AND e.kind = 'person'
    UNION ALL
    SELECT
        mover, movement, NULL, concat_ws(' ', 'from ' || "from", 'to ' || "to"), start_edtf, end_edtf, NULL, NULL, agent,
        start_earliest, start_latest, end_earliest, end_latest, m.document_id, mover_id, fact_id
    FROM movements AS m JOIN entities AS e ON e.entity_id = m.mover_id AND e.kind = 'person'
    UNION ALL
    SELECT
        f.object, 'head', NULL, f.subject, f.start_edtf, f.end_edtf, NULL, NULL, NULL,
        f.start_earliest, f.start_latest, f.end_earliest, f.end_latest, f.document_id, f.object_id, f.fact_id
    FROM facts AS f WHERE f.kind = 'governments' AND f.predicate = 'head' AND f.certainty = 'asserted' AND NOT f.negated
    UNION ALL
    SELECT
        f.object, 'commander', NULL, f.subject, f.start_edtf, f.end_edtf, NULL, NULL, NULL,
        f.start_earliest, f.start_latest, f.end_earliest, f.end_latest, f.document_id, f.object_id, f.fact_id
    FROM facts AS f WHERE f.kind = 'forces' AND f.predicate = 'commander' AND f.certainty = 'asserted' AND NOT f.negated
    UNION ALL
    SELECT
        o.object, o.outcome, 'passive', o.event, o.start_edtf, o.end_edtf, NULL, NULL, o.subject,
        o.start_earliest, o.start_latest, o.end_earliest, o.end_latest, o.document_id, o.object_id, o.fact_id
    FROM outcomes AS o JOIN entities AS e ON e.entity_id = o.object_id AND e.kind = 'person'
    UNION ALL
    SELECT
        o.subject, o.outcome, NULL, coalesce(o.object, o.event), o.start_edtf, o.end_edtf, NULL, NULL, NULL,
        o.start_earliest, o.start_latest, o.end_earliest, o.end_latest, o.document_id, o.subject_id, o.fact_id
    FROM outcomes AS o JOIN entities AS e ON e.entity_id = o.subject_id AND e.kind = 'person';
COMMENT ON VIEW careers IS
    'What each person was and did, and what befell them (capacity passive, authority who did it): offices and ranks, governments headed, forces commanded, parts in events, journeys. FROM careers WHERE person = ''Tamsin Roe'' ORDER BY start_earliest';
