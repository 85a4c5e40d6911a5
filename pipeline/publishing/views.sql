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
--   What has no date at all is neither certain nor possible: no text dates it.

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

CREATE MACRO possibly_existing_governments(day) AS TABLE
    SELECT
        name, type, polity, seat, head,
        period_holds_certainly(day, start_edtf, start_earliest, start_latest,
                               end_edtf, end_earliest, end_latest) AS certain,
        start_edtf, end_edtf, document_id, entity_id
    FROM governments
    WHERE period_holds_possibly(day, start_edtf, start_earliest, end_edtf, end_latest)
    ORDER BY certain DESC, start_earliest, name, entity_id;
COMMENT ON MACRO TABLE possibly_existing_governments IS
    'Which governments can have existed on a day, by the bounds of the dates: those that certainly did come first. FROM possibly_existing_governments(DATE ''1704-05-02'')';

CREATE MACRO certainly_existing_governments(day) AS TABLE
    SELECT * EXCLUDE (certain) FROM possibly_existing_governments(day) WHERE certain;
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
                  CASE WHEN f.place IS NOT NULL AND f.place IS DISTINCT FROM f.object THEN 'at ' || f.place END) AS statement
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
    FROM participations WHERE role = 'commander';
COMMENT ON VIEW commanders IS
    'Who commanded what: holders of offices of command, and commanders in events.';
