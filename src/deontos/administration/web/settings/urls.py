"""The addresses of settings, under the desk: lists of an organisation by its name, single things by their own id."""

from django.urls import path

from deontos.administration.web.settings import absences, accounts, deputies, leaving, offices, overview, people, units

urlpatterns = [
    path("", overview.settings_home, name="settings_home"),
    path("unit/<uuid:unit>/", units.unit_detail, name="unit_detail"),
    path("unit/<uuid:unit>/head/", units.unit_head, name="unit_head"),
    path("unit/<uuid:unit>/delete/", units.unit_delete, name="unit_delete"),
    path("person/<uuid:person>/", people.person_detail, name="person_detail"),
    path("person/<uuid:person>/change/", people.person_change, name="person_change"),
    path("person/<uuid:person>/capacity/", people.capacity_give, name="capacity_give"),
    path("person/<uuid:person>/leave/", leaving.person_leave, name="person_leave"),
    path("person/<uuid:person>/come-back/", leaving.person_come_back, name="person_come_back"),
    path("person/<uuid:person>/invite/", accounts.person_invite, name="person_invite"),
    path("person/<uuid:person>/switch-off/", accounts.person_switch_off, name="person_switch_off"),
    path("person/<uuid:person>/second-step/", accounts.person_second_step, name="person_second_step"),
    path("capacity/<uuid:capacity>/end/", people.capacity_end, name="capacity_end"),
    path("office/<uuid:office>/", offices.office_detail, name="office_detail"),
    path("office/<uuid:office>/mandate/", offices.office_mandate, name="office_mandate"),
    path("office/<uuid:office>/end/", offices.office_end, name="office_end"),
    path("office/<uuid:office>/deputies/add/", deputies.deputy_add, name="deputy_add"),
    path("deputy/<uuid:deputy>/move/", deputies.deputy_move, name="deputy_move"),
    path("deputy/<uuid:deputy>/end/", deputies.deputy_end, name="deputy_end"),
    path("absence/<uuid:absence>/end/", absences.absence_end, name="absence_end"),
    path("own-absences/", absences.absence_own, name="absence_own"),
    path("of/<slug:organisation>/", overview.settings_overview, name="settings_overview"),
    path("of/<slug:organisation>/organisation/", overview.organisation_change, name="organisation_change"),
    path("of/<slug:organisation>/units/", units.unit_list, name="unit_list"),
    path("of/<slug:organisation>/units/add/", units.unit_add, name="unit_add"),
    path("of/<slug:organisation>/people/", people.person_list, name="person_list"),
    path("of/<slug:organisation>/people/add/", people.person_add, name="person_add"),
    path("of/<slug:organisation>/offices/", offices.office_list, name="office_list"),
    path("of/<slug:organisation>/offices/appoint/", offices.office_appoint, name="office_appoint"),
    path("of/<slug:organisation>/absences/", absences.absence_list, name="absence_list"),
    path("of/<slug:organisation>/absences/record/", absences.absence_record, name="absence_record"),
]
